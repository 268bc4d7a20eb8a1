/**
 * The languages of the package, each a module of its own that is loaded when it is chosen.
 *
 * ```ts
 * import { loadLanguage } from "rejoin/languages";
 * const form = new Form({ language: await loadLanguage([...navigator.languages, "en"]) });
 * ```
 *
 * @packageDocumentation
 */

import type { Language } from "../language.js";
import { LOADERS } from "./loaders.js";

export { defineLanguage, Language, type TextOverrides } from "../language.js";
export type { Texts } from "./texts.js";

/** The tag of a language that there is. */
export type LanguageTag = keyof typeof LOADERS;

/** The tags of the languages that there are. */
export const LANGUAGES = /* @__PURE__ */ Object.keys(LOADERS) as readonly LanguageTag[];

/**
 * Loads a language.
 *
 * @param tags - A tag such as `de` or `de-AT`, or some of them, of which the first counts that there is a language for. A
 *   region that has no texts of its own has those of its language.
 * @throws RangeError - if there is a language for none of them; the message lists those that there are.
 */
export async function loadLanguage(tags: string | readonly string[]): Promise<Language> {
  for (const tag of [tags].flat() as string[]) {
    const [primary] = tag.toLowerCase().split(/[-_]/) as [string];
    if (Object.hasOwn(LOADERS, primary)) return LOADERS[primary as LanguageTag]();
  }
  throw new RangeError(`There is no language ${[tags].flat().join(", ")}; there are ${LANGUAGES.join(", ")}`);
}
