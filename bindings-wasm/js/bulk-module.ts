/** The calls of the module with JSON, batches and catalogs. */

import type { Engine, Glue } from "./engine.js";

/** What `bindings-wasm` exports with its feature `bulk`, besides what every module has. */
export interface BulkGlue extends Glue {
  validateJson(context: number, length: number): number;
  batchOpen(length: number): number;
  batchPush(id: number, length: number): number;
  batchFinish(id: number): unknown;
  batchClose(id: number): void;
  catalogOpen(): number;
  catalogClose(id: number): void;
  catalogAdd(id: number, now: number, length: number): unknown;
  catalogUpdate(id: number, entry: string, now: number, length: number): unknown;
  catalogDelete(id: number, ids: string[]): void;
  catalogList(id: number, query: unknown): string[];
  catalogExport(id: number): unknown;
  catalogImport(id: number, length: number): unknown;
}

/** The module with JSON, batches and catalogs. */
export type BulkEngine = Engine<BulkGlue>;
