// What the types of languages say: each `@ts-expect-error` is a mistake that must not compile.

import { codes, fields, Form, type Language, validate, validateBatch, validateJson } from "rejoin";
import { defineLanguage, LANGUAGES, type LanguageTag, loadLanguage, type TextOverrides } from "rejoin/languages";
import de, { de as named } from "rejoin/languages/de";

const tag: LanguageTag = "de";
// @ts-expect-error There is no such language.
const unknown: LanguageTag = "tlh";

const ours: Language = defineLanguage(de, {
  codes: { out_of_range: { message: "{min} bis {max}" }, required: { messageIn: { name: "Name fehlt" } } },
  fields: { role: { label: "Seite", choices: { source: { label: "Von" } } } },
  notes: { passwordLength: "Mindestens {minLength}" },
});
// @ts-expect-error A parameter is missing.
defineLanguage(de, { codes: { out_of_range: { message: "Ab {min}" } } });
// @ts-expect-error There is no such code.
defineLanguage(de, { codes: { out_of_rang: { message: "x" } } });
// @ts-expect-error The field has no choices.
defineLanguage(de, { fields: { name: { choices: {} } } });
const some: TextOverrides = { separator: " / " };

const options = { language: ours };
new Form(options).setLanguage(null);
void [tag, unknown, named, some, LANGUAGES, loadLanguage(["de-AT", "en"]), fields(options), codes(options)];
void [validate({}, null, options), validateJson("{}", null, options), validateBatch("[]", null, options)];
// @ts-expect-error A tag is no language: load it first.
validate({}, null, { language: "de" });
