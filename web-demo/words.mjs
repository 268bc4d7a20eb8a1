// The language of the page: its own words from `words/`, those of the form from the package.

import { fields } from "./rejoin/index.js";
import { LANGUAGES, loadLanguage } from "./rejoin/languages/index.js";
import english from "./words/en.mjs";

export { LANGUAGES };

let words = english;

// Whoever imports these has those of the present language.
/** The language of messages, labels and notes; English where there is none. @type {import("./rejoin/index.js").Language | null} */
export let language = null;
/** The field table. */
export let FIELDS = fields();

/** Chooses the first of these languages that there is, and tells whether it is another than before. */
export async function choose(tags) {
  const chosen = await loadLanguage(tags);
  if (chosen.tag === document.documentElement.lang) return false;
  ({ default: words } = await import(`./words/${chosen.tag}.mjs`));
  language = chosen;
  FIELDS = fields({ language });
  document.documentElement.lang = chosen.tag;
  return true;
}

/** The page's word for something, with values in place of what stands in braces. */
export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, value) => String(values[value]));
}

/** A label as it stands inside of a text. */
export function inside(label) {
  return document.documentElement.lang === "en" ? label.toLowerCase() : label;
}

/** A text in pieces, where values are elements. */
export function sayWith(name, values) {
  return words[name].split(/\{(\w+)\}/).map((part, place) => (place % 2 === 0 ? part : values[part]));
}

/** A date and time as people write it who speak the language. */
export function dateTime(value) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return String(value);
  const { lang } = document.documentElement;
  return date.toLocaleString(lang === "en" ? "en-GB" : lang, { dateStyle: "medium", timeStyle: "short" });
}

/** Puts words into the elements that ask for them: `data-say` names the text. */
export function sayAll(root) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
}
