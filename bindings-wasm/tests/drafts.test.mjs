// Drafts as JavaScript has them: odd values, hostile objects, large texts. What the rules say of values is in tests/cases.

import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

import { validate } from "../../target/npm/dist/index.js";

const codes = (draft, key) => validate(draft).issues.filter(({ field }) => field === key).map(({ code }) => code);

test("a value of another type is an issue, and never a trap", () => {
  for (const value of [5, NaN, Infinity, 5n, Symbol("x"), () => 0, {}, [], new Date(0), true]) {
    assert.deepEqual(codes({ name: value }, "name"), ["wrong_type"], String(value));
  }
  assert.deepEqual(codes({ name: null }, "name"), ["required"]);
  assert.deepEqual(codes({ name: undefined, nonsense: undefined }, "nonsense"), []);
});

test("what is no plain object is a TypeError", () => {
  class Draft {
    name = "x";
  }
  const refuses = { getPrototypeOf: () => { throw new Error("no"); } };
  const keepsKeys = { ownKeys: () => { throw new Error("no"); } };
  for (const draft of [undefined, null, 5, "{}", [], new Map(), new Draft(), () => 0, new Proxy({}, refuses), new Proxy({}, keepsKeys)]) {
    assert.throws(() => validate(draft), TypeError);
  }
});

test("objects of other realms and without a prototype are drafts", () => {
  const drafts = [runInNewContext('({ name: "=x" })'), Object.assign(Object.create(null), { name: "=x" })];
  for (const draft of drafts) assert.deepEqual(codes(draft, "name"), ["spreadsheet_formula"]);
});

test("only own enumerable properties with text keys count", () => {
  const hidden = Object.defineProperty({}, "name", { value: "x", enumerable: false });
  assert.deepEqual(codes(hidden, "name"), ["required"]);
  assert.deepEqual(codes({ [Symbol("name")]: 1 }, "name"), ["required"]);
  Object.prototype.name = "polluted";
  try {
    assert.deepEqual(codes({}, "name"), ["required"]);
  } finally {
    delete Object.prototype.name;
  }
});

test("own properties with dangerous names are unknown fields", () => {
  const draft = JSON.parse('{"__proto__": {"name": "x"}, "constructor": 1, "toString": 2}');
  const unknown = validate(draft).issues.filter(({ code }) => code === "unknown_field").map(({ field }) => field);
  assert.deepEqual(unknown, ["__proto__", "constructor", "toString"]);
  assert.deepEqual(Object.keys(Object.prototype), []);
});

test("a property is read once, and one that throws is of no type", () => {
  let reads = 0;
  const counted = { get name() { reads++; return reads === 1 ? "a name" : "another"; } };
  assert.deepEqual(codes(counted, "name"), []);
  assert.equal(reads, 1);
  const throwing = { get name() { throw new Error("secret canary"); } };
  assert.deepEqual(codes(throwing, "name"), ["wrong_type"]);
});

test("a connection has what was read, not what a second reading would give", () => {
  const key = "rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw";
  let reads = 0;
  const draft = {
    get name() { return ["first", "second"][reads++]; },
    type: "activeDirectoryEntraIdDevices", role: "destination", destination: "activeDirectory", rejoinMethod: "offlineAgent",
    connectionKey: key,
  };
  assert.equal(validate(draft).connection.name, "first");
});

test("a byte order mark inside a text stays", () => {
  assert.deepEqual(codes({ "\ufeffx": 1 }, "\ufeffx"), ["unknown_field"]);
});

test("lone surrogates are characters that could not be read", () => {
  assert.deepEqual(codes({ name: "a\ud800" }, "name"), ["malformed_text"]);
  assert.deepEqual(codes({ "x\udfff": 1 }, "x\ufffd"), ["unknown_field"]);
});

test("a megabyte in any field is answered at once", () => {
  const long = "é".repeat(500_000) + "a".repeat(500_000);
  for (const key of ["name", "clientSecret", "applicationId", "nonsense", "configurationKey", "type"]) {
    const started = performance.now();
    validate({ role: "source", [key]: long });
    assert.ok(performance.now() - started < 250, key);
  }
});

test("a mistake in a context is a TypeError that says where", () => {
  for (const [context, text] of [
    [{ nwo: 1 }, /nwo/], [{ tenants: [{}] }, /tenants\[0\]\.id/], [{ now: "yesterday" }, /now/], [[], /context/], ["x", /context/],
    [{ storedSecrets: ["name"] }, /storedSecrets\[0\]/], [new Map(), /context/],
  ]) {
    assert.throws(() => validate({}, context), (error) => error instanceof TypeError && text.test(error.message), String(text));
  }
  const cyclic = { tenants: [] };
  cyclic.tenants.push(cyclic);
  assert.throws(() => validate({}, cyclic), TypeError);
  assert.equal(validate({}, { now: undefined, tenants: null }).valid, false);
});

test("a hundred thousand calls leave memory as it is", () => {
  const draft = { name: "x".repeat(200), role: "source", clientSecret: "a secret of some length", nonsense: 1 };
  for (let i = 0; i < 20_000; i++) validate(draft);
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  for (let i = 0; i < 100_000; i++) validate(draft);
  assert.ok(process.memoryUsage().arrayBuffers <= arrayBuffers + 1_000_000);
  assert.ok(process.memoryUsage().heapUsed < heapUsed + 60_000_000);
});

test("an object that calls in again while it is read changes no answer", () => {
  const again = () => validate({ name: "x".repeat(9000), role: "destination", adDomain: 5 }, { existingNames: ["y"] });
  const draft = { name: "Contoso", role: "source" };
  const odd = { get name() { again(); return "Contoso"; }, get role() { again(); return "source"; } };
  const context = { existingNames: ["contoso"] };
  const calling = { get existingNames() { again(); return ["contoso"]; } };
  assert.deepEqual(validate(odd, calling), validate(draft, context));
  assert.ok(validate(odd, calling).issues.some(({ code }) => code === "name_taken"));
});
