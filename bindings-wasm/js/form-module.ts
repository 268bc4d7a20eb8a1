/** The module that a page with a form downloads. */

import { Engine, type Source } from "./engine.js";
import type { InitOutput as FormCalls } from "./glue/form.js";

/** The module that a page with a form downloads. */
export type FormEngine = Engine<FormCalls>;

/**
 * Only numbers cross: of what wasm-bindgen writes around a module, this one needs nothing. Its own start fills a table of
 * objects, of which there are none here.
 */
const IMPORTS = { "./form_bg.js": { __wbindgen_init_externref_table() {} } };

/** The module of a source. */
export function formEngine(source: Source): FormEngine {
  let module: WebAssembly.Module | undefined;
  return new Engine(() => {
    const given = source();
    module ??= given instanceof WebAssembly.Module ? given : new WebAssembly.Module(given);
    return new WebAssembly.Instance(module, IMPORTS).exports as unknown as FormCalls;
  });
}
