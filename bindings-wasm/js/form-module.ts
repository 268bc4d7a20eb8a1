/** The module that a page with a form downloads. */

import { Engine, type Source } from "./engine.js";
import type { InitOutput as FormCalls } from "./glue/form.js";

/** The module that a page with a form downloads. */
export type FormEngine = Engine<FormCalls>;

/** The kinds of letters, in the order of their numbers. */
const LETTERS = [/\p{Uppercase}/u, /\p{Lowercase}/u, /\p{Alphabetic}/u];

const IMPORTS = {
  /** What Unicode says of a character outside ASCII: its lower case, one code point to one, and what kind of letter it is. */
  unicode: {
    lower: (code: number) => String.fromCodePoint(code).toLowerCase().codePointAt(0),
    letter: (code: number) => LETTERS.findIndex((letter) => letter.test(String.fromCodePoint(code))),
  },
  /**
   * Only numbers cross: of what wasm-bindgen writes around a module, this one needs nothing. Its own start fills a table of
   * objects, of which there are none here.
   */
  "./form_bg.js": { __wbindgen_init_externref_table() {} },
};

/** The module of a source. */
export function formEngine(source: Source): FormEngine {
  let module: WebAssembly.Module | undefined;
  return new Engine(() => {
    const given = source();
    module ??= given instanceof WebAssembly.Module ? given : new WebAssembly.Module(given);
    return new WebAssembly.Instance(module, IMPORTS).exports as unknown as FormCalls;
  });
}
