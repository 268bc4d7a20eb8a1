/** Languages: every text that people read, in other words. A page loads this with the first language that it chooses. */

import type { FieldSpec } from "./field-spec.js";
import type { CodeSpec } from "./fields.js";
import type { Texts } from "./languages/texts.js";
import type { FieldKey, IssueCode } from "./types.js";

/** Some of the texts of a language. A wrong name, or a message without its parameters, does not compile. */
export type TextOverrides = Overrides<Texts>;
type Overrides<Of> = { readonly [Name in keyof Of]?: Of[Name] extends string ? Of[Name] : Overrides<Of[Name]> };

type Tree = { readonly [name: string]: string | Tree };

/**
 * A language: its texts, and how they are put together. Those that there are come from `rejoin/languages/…`, and
 * `defineLanguage` makes others of them.
 */
export class Language {
  /** Every text, by the names of codes, fields and notes. */
  readonly texts: Texts;

  /** A language of all texts. */
  constructor(texts: Texts) {
    this.texts = texts;
  }

  /** The tag for an HTML `lang` attribute, such as `de`. */
  get tag(): string {
    return this.texts.tag;
  }

  /** What the language calls itself. */
  get name(): string {
    return this.texts.name;
  }

  /** Message and help of an issue; `field` is missing where it is about no field. */
  finding(
    code: IssueCode,
    field: FieldKey | undefined,
    params: Readonly<Record<string, unknown>>,
  ): readonly [message: string, help: string] {
    const { codes, fields, thisField, separator, words } = this.texts;
    const { message, messageIn, help } = codes[code] as Tree;
    const word = (value: unknown) => (words as Tree)[String(value)] ?? String(value);
    const special = (messageIn as Tree)[field ?? ""];
    const text = fill((special ?? message) as string, (name) => {
      if (name === "label") return field === undefined ? thisField : fields[field].label;
      const value = params[name];
      if (Array.isArray(value)) return value.map(word).join(separator);
      // A message may name the key of a field; people know it by its label.
      return fields[value as FieldKey]?.label ?? word(value);
    });
    return [text, help as string];
  }

  /** Label and hint of a choice; nothing for a value that is no choice of the field. */
  choice(field: FieldKey, value: string): { readonly label: string; readonly hint: string } | undefined {
    const { choices } = this.texts.fields[field] as unknown as { choices?: Readonly<Record<string, { label: string; hint: string }>> };
    return choices?.[value];
  }

  /** A row of the field table, in this language. */
  field(spec: FieldSpec): FieldSpec {
    const { label, hint, example, actions } = this.texts.fields[spec.key] as unknown as Record<string, string> & { actions: Tree };
    const sections: Tree = this.texts.sections;
    return {
      ...spec,
      label,
      hint,
      example,
      section: { ...spec.section, label: sections[spec.section.key] },
      actions: spec.actions.map((action) => ({ ...action, label: actions[action.kind] })),
      ...(spec.choices && { choices: spec.choices.map((choice) => ({ ...choice, ...this.choice(spec.key, choice.value) })) }),
    } as FieldSpec;
  }

  /** A row of the code table, in this language. */
  code(spec: CodeSpec): CodeSpec {
    return { ...spec, ...this.texts.codes[spec.code] };
  }
}

/**
 * A language with some texts in other words.
 *
 * @param base - The language that has the other texts.
 * @param overrides - The texts to be replaced, by the same names. A message keeps its parameters; `{label}` it may have
 *   or not.
 * @throws TypeError - if there is no text of such a name, or its parameters are others.
 *
 * @example
 * ```ts
 * import en from "rejoin/languages/en";
 * const ours = defineLanguage(en, {
 *   codes: { name_taken: { message: "This name is in use, choose another" } },
 *   fields: { tenant: { label: "Customer" } },
 * });
 * validate({ role: "source" }, null, { language: ours });
 * ```
 */
export function defineLanguage(base: Language, overrides: TextOverrides): Language {
  return new Language(merge(base.texts as unknown as Tree, overrides as Tree, "") as unknown as Texts);
}

/** A text with something in place of each word in braces. */
function fill(text: string, value: (name: string) => string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => value(name));
}

function merge(base: string | Tree, given: unknown, path: string): string | Tree {
  if (typeof base === "string") {
    if (typeof given !== "string") throw new TypeError(`${path} must be a text`);
    sameParams(base, given, path);
    return given;
  }
  if (typeof given !== "object" || given === null) throw new TypeError(`${path || "A language"} must be an object`);
  const merged = { ...base };
  for (const [name, value] of Object.entries(given)) {
    const below = path === "" ? name : `${path}.${name}`;
    const text = Object.hasOwn(base, name) ? base[name] : undefined;
    if (text === undefined) throw new TypeError(`${below} is no text of a language`);
    if (value !== undefined && value !== null) merged[name] = merge(text, value, below);
  }
  return merged;
}

/** Throws unless two texts have the same parameters. Only messages are about a field, and may name it. */
function sameParams(base: string, text: string, path: string): void {
  const free = path.startsWith("codes.") && !path.endsWith(".help") ? "label" : "";
  const params = (of: string) => new Set([...of.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string));
  const [wanted, found] = [params(base), params(text)];
  for (const name of wanted) if (!found.has(name) && name !== free) throw new TypeError(`${path} lacks {${name}}`);
  for (const name of found) {
    if (!wanted.has(name) && name !== free) throw new TypeError(`${path} has {${name}}, which is not known here`);
  }
}
