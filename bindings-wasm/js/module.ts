/** The calls of the module that a page with a form downloads. */

import type { Engine, Glue } from "./engine.js";

/** What `bindings-wasm` exports, besides what every module has. */
export interface FormGlue extends Glue {
  validate(context: number, length: number): number;
  generateKey(kind: number): number;
  keyFromBytes(kind: number): number;
  inspectKey(length: number): number;
  keyMatches(key: number, length: number): boolean;
  formOpen(context: number, stored: number, length: number): number;
  formClose(id: number): void;
  formSet(id: number, field: number, length: number): number;
  formContext(id: number, length: number): number;
  formGenerateKey(id: number, field: number): number;
  formField(id: number, field: number): number;
  formOptions(id: number, field: number): number;
  formNotes(id: number): number;
  formSubmit(id: number): number;
}

/** The module that a page with a form downloads. */
export type FormEngine = Engine<FormGlue>;
