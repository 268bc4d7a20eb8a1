// Connections as Standard Schema and as JSON Schema.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";

import {
  affectedFields, codes, connectionSchema, destinationSchema, fields, jsonSchema, sourceSchema, validate,
} from "../../target/npm/dist/index.js";
import de from "../../target/npm/dist/languages/de.js";
import { DRAFTS, random } from "./drafts.mjs";

const check = (schema, value, options) => schema["~standard"].validate(value, options);

test("a good draft gives the connection, synchronously, and a bad one its errors", () => {
  const standard = connectionSchema["~standard"];
  assert.deepEqual([standard.version, standard.vendor], [1, "rejoin"]);
  for (const draft of DRAFTS) assert.deepEqual(check(connectionSchema, draft), { value: validate(draft).connection });
  const draft = { ...DRAFTS[2], adDomain: "https://contoso.com", name: "=1" };
  const { issues } = check(connectionSchema, draft);
  const { issues: all } = validate(draft);
  assert.deepEqual(issues, all.filter(({ severity }) => severity === "error").map((issue) => ({ ...issue, path: [issue.field] })));
  assert.deepEqual([issues[0].path, issues[0].code, issues[0].suggestion], [["adDomain"], "is_url", "contoso.com"]);
  assert.deepEqual(connectionSchema.warningsOf(draft).map(({ code }) => code), ["spreadsheet_formula"]);
  assert.deepEqual(check(connectionSchema, { ...DRAFTS[0], nmae: 1 }).issues.map(({ path }) => path), [["nmae"]]);
});

test("anything may be checked, and nothing throws", () => {
  const unreadable = new Proxy({}, { ownKeys: () => { throw new Error("no"); } });
  for (const value of [undefined, null, 1, "text", [], new Date(), () => {}, unreadable]) {
    const { issues } = check(connectionSchema, value);
    assert.deepEqual(issues.map(({ code, path }) => [code, path]), [["not_an_object", []]]);
    assert.equal(issues[0].message, codes().find(({ code }) => code === "not_an_object").message);
  }
  assert.notEqual(check(connectionSchema.withLanguage(de), 1).issues[0].message, check(connectionSchema, 1).issues[0].message);
});

test("a schema of a role refuses the other role, in the words of the core", () => {
  const [source, destination] = [DRAFTS[0], DRAFTS[2]];
  assert.ok(!check(sourceSchema, source).issues && !check(destinationSchema, destination).issues);
  const { issues } = check(sourceSchema, destination);
  assert.deepEqual(issues.map(({ path, code, params }) => [path, code, params]), [[["role"], "unknown_choice", { choices: ["source"] }]]);
  assert.equal(issues[0].message, "Choose one of: source");
  // One wrong choice causes no cascade.
  assert.equal(check(destinationSchema, { ...source, clientSecret: 7 }).issues.length, 1);
  assert.equal(check(sourceSchema, { name: "x" }).issues.filter(({ code }) => code === "required").length, 2);
});

test("a context is bound to a schema, or comes with a call", () => {
  const taken = { existingNames: [DRAFTS[0].name] };
  const bound = connectionSchema.withContext(taken);
  assert.equal(check(bound, DRAFTS[0]).issues[0].code, "name_taken");
  assert.equal(check(connectionSchema, DRAFTS[0], { libraryOptions: { context: taken } }).issues[0].code, "name_taken");
  assert.ok(!check(bound, DRAFTS[0], { libraryOptions: { context: null } }).issues);
  assert.ok(!check(connectionSchema, DRAFTS[0]).issues);
  assert.throws(() => check(connectionSchema.withContext({ existingName: [] }), DRAFTS[0]), TypeError);
});

test("no value of a secret is in an answer of a schema", () => {
  const canary = "canary\u0007secret-0123456789";
  for (const field of fields().filter(({ secret }) => secret)) {
    for (const draft of DRAFTS) {
      const answer = check(connectionSchema, { ...draft, name: "", [field.key]: canary });
      assert.ok(answer.issues && !JSON.stringify(answer).includes("canary"), field.key);
    }
  }
});

test("the fields that a field affects are those that look at it, and what they affect is found", () => {
  assert.deepEqual(affectedFields("adDomain"), ["adUsername"]);
  for (const { key, affects } of fields()) assert.deepEqual(affectedFields(key), affects.filter((other) => other !== key));
  assert.throws(() => affectedFields("adDomian"), TypeError);
  // Whatever one field's value is, the findings of fields that are not affected stay.
  const next = random(1);
  for (let round = 0; round < 2000; round++) {
    const draft = { ...next.pick(DRAFTS) };
    const { key } = next.pick(fields());
    const before = validate(draft).issues;
    draft[key] = next.pick([...DRAFTS.map((other) => other[key]), "", 7, true, "contoso"]);
    const affected = new Set([key, ...affectedFields(key)]);
    const others = (issues) => issues.filter(({ field }) => !affected.has(field));
    assert.deepEqual(others(validate(draft).issues), others(before), key);
  }
});

const AJV = { strict: true, strictTypes: true, strictRequired: false, allErrors: true };

test("a Standard JSON Schema comes in two dialects, and no other", () => {
  const { jsonSchema: converter } = connectionSchema["~standard"];
  for (const [target, dialect] of [["draft-2020-12", "2020-12"], ["draft-07", "draft-07"]]) {
    assert.deepEqual(converter.input({ target }), jsonSchema(dialect));
    assert.deepEqual(converter.output({ target }), jsonSchema(dialect));
    const ofRole = sourceSchema["~standard"].jsonSchema.input({ target });
    assert.deepEqual(ofRole.properties.role.anyOf[0], { enum: ["source"] });
    const ajv = target === "draft-07" ? new Ajv(AJV) : new Ajv2020(AJV);
    const accepts = ajv.compile(ofRole);
    assert.ok(accepts(DRAFTS[0]) && !accepts(DRAFTS[2]));
  }
  for (const target of ["openapi-3.0", "draft-04", "toString"]) assert.throws(() => converter.input({ target }), TypeError);
});

/** What can be wrong with a draft's shape. */
const SHAPE = new Set(["required", "wrong_type", "unknown_choice", "unknown_field", "method_not_for_destination", "out_of_range"]);

test("ajv compiles the JSON Schema in strict mode, and agrees with validate on shape", () => {
  const accept = [new Ajv2020(AJV).compile(jsonSchema()), new Ajv(AJV).compile(jsonSchema("draft-07"))];
  const next = random(2);
  let refused = 0;
  const all = fields();
  for (let round = 0; round < 20_000; round++) {
    const draft = { ...next.pick(DRAFTS) };
    for (let changes = next.below(4); changes > 0; changes--) {
      const { key, kind, choices } = next.pick(all);
      const change = next.below(6);
      if (change === 0) delete draft[key];
      else if (change === 1) draft[key] = next.pick([null, ""]);
      else if (change === 2) draft[key] = next.pick([7, 1.5, true, [], {}, "text"].filter((value) => kind === "choice" || typeof value !== "string"));
      else if (change === 3) draft[next.pick(["nmae", "Name", "x"])] = 1;
      else if (change === 4 && choices) draft[key] = next.pick([...choices.map(({ value }) => value), "other"]);
      else draft[key] = next.pick(DRAFTS.map((other) => other[key]).filter((value) => value !== undefined).concat(null));
    }
    const { valid, issues } = validate(draft);
    const errors = issues.filter(({ severity }) => severity === "error");
    const shown = JSON.stringify({ draft, errors });
    for (const accepts of accept) {
      const accepted = accepts(draft);
      // It never refuses what validation takes, and never takes a wrong shape.
      if (valid) assert.ok(accepted, shown + JSON.stringify(accepts.errors));
      if (errors.some(({ code }) => SHAPE.has(code))) assert.ok(!accepted, shown);
      refused += accepted ? 0 : 1;
      // And it refuses the fields that validation refuses, no others.
      const wrong = new Set((accepts.errors ?? []).map(placeOf).filter(Boolean));
      for (const place of wrong) assert.ok(errors.some(({ field }) => field === place), `${place}: ${shown}`);
      for (const { code, field } of errors) if (SHAPE.has(code)) assert.ok(wrong.has(field), `${field}: ${shown}`);
    }
  }
  assert.ok(refused > 10_000 && refused < 35_000, String(refused));
});

/** The field that an error of ajv is about. */
function placeOf({ instancePath, params }) {
  return params.missingProperty ?? params.additionalProperty ?? instancePath.slice(1);
}
