// Languages as a page uses them; that a report differs in its words only is held against every case in tests/run.mjs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BatchReader, codes, Form, fields, inspectKey, validate, validateBatch, validateJson } from "../../target/npm/dist/index.js";
import { de } from "../../target/npm/dist/languages/de.js";
import { en } from "../../target/npm/dist/languages/en.js";
import { defineLanguage, LANGUAGES, loadLanguage } from "../../target/npm/dist/languages/index.js";

const languages = await Promise.all(LANGUAGES.map((tag) => loadLanguage(tag)));

/** What is left of rows without the texts in them. */
function wordless(value) {
  if (Array.isArray(value)) return value.map(wordless);
  if (typeof value !== "object" || value === null) return value;
  const texts = ["label", "hint", "example", "text", "message", "messageIn", "help"];
  return Object.fromEntries(Object.entries(value).filter(([name]) => !texts.includes(name)).map(([name, of]) => [name, wordless(of)]));
}

test("a language is chosen by its tag, or by that of a region", async () => {
  assert.equal(await loadLanguage("de-AT"), de);
  assert.equal(await loadLanguage(["tlh", "DE", "en"]), de);
  assert.deepEqual(languages.map(({ tag }) => tag), LANGUAGES);
  await assert.rejects(loadLanguage("tlh"), { name: "RangeError", message: `There is no language tlh; there are ${LANGUAGES.join(", ")}` });
  await assert.rejects(loadLanguage("constructor"), RangeError);
});

test("the tables differ in their texts only", () => {
  for (const language of languages) {
    for (const table of [fields, codes]) {
      assert.deepEqual(wordless(table({ language })), wordless(table()));
      if (language === en) assert.deepEqual(table({ language }), table());
    }
    // A language may have a word in common with English, but not all of them.
    const same = fields({ language }).filter(({ label }, number) => label === fields()[number].label);
    assert.ok(language === en || same.length <= 1, language.tag);
    for (const row of fields({ language })) {
      const english = fields().find(({ key }) => key === row.key);
      for (const name of ["label", "hint", "example"]) assert.equal(row[name] === "", english[name] === "", `${row.key}.${name}`);
      for (const { label, hint } of row.choices ?? []) assert.ok(label && hint);
      for (const { label } of [...row.actions, row.section]) assert.ok(label);
    }
  }
  assert.equal(fields({ language: null })[0].label, "Connection name");
});

test("every way in takes a language", () => {
  const [, message] = validate({ name: "A" }, null, { language: de }).issues.map((issue) => issue.message);
  assert.equal(message, "Wählen Sie aus, ob diese Verbindung die Quelle oder das Ziel ist");
  const text = JSON.stringify({ name: "A" });
  const expected = validate({ name: "A" }, null, { language: de }).issues;
  assert.deepEqual(validateJson(text, null, { language: de }).issues, expected);
  assert.deepEqual(validateBatch(`[${text}]`, null, { language: de }).reports[0].issues, expected);
  const reader = new BatchReader(null, { language: de });
  assert.deepEqual([...reader.push(text), ...reader.finish().records][0].issues, expected);
  assert.equal(inspectKey("x", { language: de }).message, "Geben Sie einen Schlüssel ein, der mit rjcfg1 oder rjcon1 beginnt");
});

test("a form changes its language", () => {
  const form = new Form({ values: { role: "destination", destination: "entraId", adDomain: "x" }, language: de });
  assert.equal(form.field("name").issues[0].message, "Geben Sie einen Namen für die Verbindung ein");
  assert.equal(form.options("rejoinMethod")[1].label, "Offline mit Registrierungsdatei beitreten");
  assert.match(form.notes()[0].text, /Microsoft Intune registriert/);
  assert.equal(form.submit().issues[0].help, "Ohne diese Angabe kann die Verbindung nicht gespeichert werden");
  const changes = form.setLanguage(null);
  assert.deepEqual(changes, { fields: fields().map(({ key }) => key), notes: true, valid: false });
  assert.equal(form.field("name").issues[0].message, "Enter a name for the connection");
  assert.equal(form.options("rejoinMethod")[1].label, "Rejoin offline using an enrollment file");
  const edited = Form.edit({ connection: { role: "source", createLocalAdministrator: true } }, null, { language: de });
  assert.match(edited.notes().find(({ id }) => id === "passwordPolicy").text, /mindestens 7 Zeichen aus mindestens 3 der/);
  assert.equal(edited.field("type").issues[0].message, "Wählen Sie den Verbindungstyp aus");
});

test("what a host knows keeps its name in every language", () => {
  const form = new Form({ context: { tenants: [{ id: "t-1", domain: "contoso.com", name: "Contoso" }] }, language: de });
  assert.deepEqual(form.options("tenant"), [{ value: "contoso.com", label: "Contoso", hint: "" }]);
});

test("a host says some things its own way", () => {
  const ours = defineLanguage(de, {
    codes: { name_taken: { message: "Schon vergeben" }, too_long: { message: "Höchstens {max} für {label}" } },
    fields: { name: { label: "Titel" } },
    words: { text: "Zeichen" },
  });
  const [taken] = validate({ name: "a" }, { existingNames: ["A"] }, { language: ours }).issues;
  assert.deepEqual([taken.message, taken.help], ["Schon vergeben", de.texts.codes.name_taken.help]);
  assert.equal(validate({ name: "a".repeat(257) }, null, { language: ours }).issues[0].message, "Höchstens 256 für Titel");
  assert.equal(validate({ name: 1 }, null, { language: ours }).issues[0].message, "Falscher Typ für „Titel“; erwartet: Zeichen");
  assert.equal(de.texts.fields.name.label, "Verbindungsname");
});

test("mistakes in texts are named", () => {
  for (const [texts, message] of [
    [{ codes: { to_long: {} } }, "codes.to_long is no text of a language"],
    [{ codes: { constructor: {} } }, "codes.constructor is no text of a language"],
    [{ notes: "x" }, "notes must be an object"],
    [null, "A language must be an object"],
    [{ notes: { localAdministrator: 1 } }, "notes.localAdministrator must be a text"],
    [{ codes: { too_long: { message: "Shorten it" } } }, "codes.too_long.message lacks {max}"],
    [{ codes: { too_short: { message: "{min} {max}" } } }, "codes.too_short.message has {max}, which is not known here"],
    [{ sections: { source: "{label}" } }, "sections.source has {label}, which is not known here"],
  ]) {
    assert.throws(() => defineLanguage(en, texts), { name: "TypeError", message });
  }
  assert.deepEqual(defineLanguage(en, { codes: undefined, notes: null }).texts, en.texts);
});

test("no language says a secret", () => {
  const canary = "•••canary-4711-•••";
  for (const language of languages) {
    const report = validate({ role: "source", clientSecret: canary, configurationKey: canary }, null, { language });
    assert.ok(report.issues.length > 3 && !JSON.stringify(report).includes("canary"));
  }
});
