// Forms, batches and catalogs as a page uses them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BatchReader, Catalog, Form, fields, inspectKey, validate, validateBatch } from "../../target/npm/dist/index.js";

const SOURCE = {
  name: "Source", type: "activeDirectoryEntraIdDevices", role: "source", applicationId: "4aeeb44e-325a-4002-a36d-2986b65cad0a",
  clientSecret: "a secret of some length", configurationKey: "rjcfg1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyudrzpey",
};
const CONTEXT = {
  tenants: [{ id: "t-1", domain: "contoso.com", name: "Contoso" }],
  appProfiles: [{ name: "Fly for Device", tenant: "contoso.com", delegated: true }, { name: "Own", tenant: "contoso.com", delegated: false }],
};

test("a keystroke says what looks different", () => {
  const form = new Form();
  assert.deepEqual(form.set("name", "=1").fields, ["name"]);
  assert.deepEqual(form.set("name", "=12").fields, []);
  const chosen = form.set("role", "source");
  assert.ok(chosen.notes && chosen.fields.includes("clientSecret") && chosen.fields.includes("tenant"));
  assert.equal(form.field("tenant").state, "doesNotApply");
  assert.equal(form.value("name"), "=12");
});

test("a form agrees with validate", () => {
  const form = new Form({ values: SOURCE });
  assert.deepEqual(form.submit(), validate(SOURCE));
  for (const { key } of fields()) {
    const expected = validate(SOURCE).issues.filter(({ field }) => field === key);
    assert.deepEqual(form.field(key).issues, expected, key);
  }
});

test("options and notes follow the choices", () => {
  const form = new Form({ context: CONTEXT });
  form.set("role", "destination");
  form.set("destination", "entraId");
  const [first, second] = form.options("rejoinMethod");
  assert.deepEqual([first.value, second.value], ["bulkToken", "enrollmentFile"]);
  assert.match(first.label, /bulk token/);
  assert.ok(first.hint.length > 0);
  assert.deepEqual(form.options("tenant").map(({ value, label }) => [value, label]), [["contoso.com", "Contoso"]]);
  form.set("rejoinMethod", "bulkToken");
  assert.deepEqual(form.options("appProfile").map(({ value }) => value), ["Fly for Device"]);
  assert.deepEqual(form.notes().map(({ id }) => id), ["intuneEnrollment", "bulkTokens"]);
  form.setContext({ passwordPolicy: { minLength: 12 } });
  form.set("role", "source");
  form.set("createLocalAdministrator", true);
  assert.match(form.notes().find(({ id }) => id === "passwordPolicy").text, /at least 12 characters, of at least 3 kinds/);
});

test("a key is made in its field", () => {
  const form = new Form();
  form.set("role", "source");
  const { key, changes } = form.generateKey("configurationKey");
  assert.equal(inspectKey(key).kind, "configuration");
  assert.deepEqual(changes.fields, ["configurationKey"]);
  assert.equal(form.value("configurationKey"), key);
  assert.throws(() => form.generateKey("name"), { name: "KeyError" });
  assert.throws(() => form.set("nonsense", 1), TypeError);
  form.close();
  assert.throws(() => form.set("name", "x"), TypeError);
});

test("editing starts from an entry, and its secrets need not be typed again", () => {
  const catalog = new Catalog();
  const entry = catalog.add(validate(SOURCE).connection, Date.UTC(2026, 0, 1));
  assert.equal(entry.createdAt, "2026-01-01T00:00:00.000Z");
  assert.ok(!JSON.stringify(catalog).includes(SOURCE.clientSecret));
  const form = Form.edit(entry, { existingNames: catalog.names(entry.id) });
  assert.ok(form.valid);
  assert.equal(form.field("clientSecret").required, false);
  form.setContext({});
  assert.ok(form.valid);
  form.set("name", "Renamed");
  const { connection } = form.submit();
  const changed = catalog.update(entry.id, connection, Date.UTC(2026, 0, 2));
  assert.deepEqual(changed.keys, entry.keys);
  assert.deepEqual(changed.secrets, entry.secrets);
  assert.equal(catalog.list({ search: "REN" })[0].id, entry.id);
  assert.throws(() => catalog.add(SOURCE && { ...SOURCE, name: "renamed" }), { name: "CatalogError", code: "name_taken" });
  assert.throws(() => catalog.delete([entry.id, "x"]), { code: "not_found" });
  assert.equal(catalog.size, 1);
  assert.deepEqual(new Catalog(catalog.export()).export(), catalog.export());
  catalog.delete(entry.id);
  assert.equal(catalog.size, 0);
});

test("an import is all or nothing", () => {
  const catalog = new Catalog();
  catalog.add(SOURCE);
  const document = JSON.parse(JSON.stringify(catalog));
  document.entries.push({ ...document.entries[0], id: "01a205bb-228d-7e4d-b9a6-446a8e598dd3", connection: {} });
  const other = new Catalog();
  assert.throws(() => other.import(document), (error) => error.code === "invalid_entry" && error.index === 1);
  assert.equal(other.size, 0);
  assert.throws(() => other.import({ ...document, version: 2 }), { code: "unsupported_version" });
});

test("a batch gives a report for each record, in one piece or in many", () => {
  const lines = [JSON.stringify(SOURCE), "", "[1]", '{"name":', JSON.stringify({ ...SOURCE, name: "=é" })].join("\n");
  const batch = validateBatch(lines);
  const records = [...batch];
  assert.deepEqual(records.map(({ index, line, valid }) => [index, line, valid]), [[0, 1, true], [1, 3, false], [2, 4, false], [3, 5, true]]);
  assert.deepEqual(batch.summary.byCode, { not_an_object: 1, malformed_json: 1, spreadsheet_formula: 1, no_local_administrator: 2 });
  assert.deepEqual(validateBatch(lines).reports, records);
  assert.deepEqual(validateBatch(`[${JSON.stringify(SOURCE)}]`).summary.valid, 1);
  const bytes = new TextEncoder().encode(lines);
  const reader = new BatchReader();
  const pieces = [];
  for (const byte of bytes) pieces.push(...reader.push(Uint8Array.of(byte)));
  const end = reader.finish();
  assert.deepEqual([...pieces, ...end.records], records);
  assert.deepEqual(end.summary, batch.summary);
});
