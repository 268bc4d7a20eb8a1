/** The module that a page with a form downloads. */

import { type Engine, engineOf, GLUE, type Source } from "./engine.js";
import type { InitOutput as FormCalls } from "./glue/form.js";

/** The module that a page with a form downloads. */
export type FormEngine = Engine<FormCalls>;

/** The kinds of letters, in the order of their numbers. */
const LETTERS = [/\p{Uppercase}/u, /\p{Lowercase}/u, /\p{Alphabetic}/u];

/** What Unicode says of a character outside ASCII: its lower case, one code point to one, and what kind of letter it is. */
const unicode = {
  lower: (code: number) => String.fromCodePoint(code).toLowerCase().codePointAt(0),
  letter: (code: number) => LETTERS.findIndex((letter) => letter.test(String.fromCodePoint(code))),
};

/** The module of a source. */
export const formEngine = (source: Source): FormEngine => engineOf<FormCalls>(source, { unicode, "./form_bg.js": GLUE });
