// The engine: it starts by itself, starts again after a trap, and lets no secret out.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";

import { bytesOf } from "../../target/npm/dist/inlined.js";
import { formWith } from "../../target/npm/dist/form.js";
import { formEngine } from "../../target/npm/dist/form-module.js";
import inlined from "../../target/npm/dist/inline/form.js";
import { Catalog, EngineError, Form, generateKey, inspectKey, keyFingerprint, keyFromBytes, keyMatches, validate, validateBatch, validateJson } from "../../target/npm/dist/index.js";
import { validateWith } from "../../target/npm/dist/validate.js";

const PACKAGE = new URL("../../target/npm/dist/index.js", import.meta.url).href;

/** What a script prints in a process of its own. */
const run = (script) => execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }).trim();

test("importing the package does nothing", () => {
  const script = `const compile = WebAssembly.Module; let compiled = 0;
    WebAssembly.Module = class extends compile { constructor(...bytes) { super(...bytes); compiled++; } };
    const { validate } = await import("${PACKAGE}");
    const before = compiled; validate({}); console.log(before, compiled);`;
  assert.equal(run(script), "0 1");
});

test("after a trap the next call works, and a form has what was typed", () => {
  const engine = formEngine(() => bytesOf(inlined));
  const validate = validateWith(engine);
  const form = new (formWith(engine))();
  form.set("role", "source");
  form.set("name", "=x");
  const generation = engine.generation;
  assert.throws(() => engine.run(() => engine.calls.input(0xffff_fff0)), EngineError);
  assert.equal(engine.generation, generation + 1);
  assert.deepEqual(validate({ name: "=x" }).issues[0].code, "spreadsheet_formula");
  assert.equal(form.set("connectEntraId", true).valid, false);
  assert.equal(form.field("name").issues[0].code, "spreadsheet_formula");
  assert.equal(form.field("clientSecret").state, "applies");
});

test("a source of randomness that does not work makes no key", () => {
  const stubs = {
    missing: "undefined",
    "without its function": "{}",
    throwing: "{ getRandomValues() { throw new Error('no'); } }",
    "doing nothing": "{ getRandomValues: (bytes) => bytes }",
    constant: "{ getRandomValues: (bytes) => bytes.fill(7) }",
  };
  for (const [name, stub] of Object.entries(stubs)) {
    const script = `Object.defineProperty(globalThis, "crypto", { value: ${stub} });
      const { generateKey, validate } = await import("${PACKAGE}");
      try { console.log(generateKey("configuration")); } catch (error) { console.log(error.name, validate({}).valid); }`;
    assert.equal(run(script), "KeyError false", name);
  }
});

test("a source that repeats itself makes one key", () => {
  const script = `Object.defineProperty(globalThis, "crypto", { value: { getRandomValues: (b) => { b.forEach((_, i) => { b[i] = i; }); return b; } } });
    const { generateKey } = await import("${PACKAGE}");
    console.log(generateKey("connection").length);
    try { generateKey("connection"); } catch (error) { console.log(error.name); }`;
  assert.equal(run(script), "78\nKeyError");
});

test("keys are what the specification says", () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, i) => i);
  const key = keyFromBytes("configuration", bytes);
  assert.equal(key, "rjcfg1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyudrzpey");
  assert.equal(keyFingerprint(key), "be93d0d4a01b24776b8ea37a300bdcabe1121f74c025bf2b917b347d9d094b12");
  assert.ok(keyMatches(key.toUpperCase(), keyFingerprint(key)));
  assert.ok(!keyMatches(key, "0".repeat(64)));
  assert.throws(() => keyFromBytes("configuration", new Uint8Array(40)), { name: "KeyError" });
  for (const bad of [() => keyFromBytes("other", bytes), () => keyFromBytes("connection", [1]), () => generateKey(), () => inspectKey(5), () => keyFingerprint("x")]) {
    assert.throws(bad, TypeError);
  }
  const keys = new Set(Array.from({ length: 1000 }, () => generateKey("connection")));
  assert.equal(keys.size, 1000);
  for (const made of keys) assert.equal(inspectKey(made).kind, "connection");
});

test("no secret is in a report, a message, an error or a printed object", () => {
  const canary = "CANARY-s3cret-value";
  const secrets = { clientSecret: canary, configurationKey: canary, localAdministratorPassword: canary, adPassword: canary, connectionKey: canary, bulkToken: canary };
  const branches = [
    { role: "source", createLocalAdministrator: true, localAdministratorUsername: canary.slice(0, 6) },
    { role: "destination", destination: "activeDirectory", rejoinMethod: "onlineCredentials", adUsername: "x" },
    { role: "destination", destination: "activeDirectory", rejoinMethod: "offlineAgent" },
    { role: "destination", destination: "entraId", rejoinMethod: "bulkToken" },
    {},
  ];
  for (const branch of branches) {
    for (const shape of [(s) => s, (s) => `${s} `, (s) => `***${s}`, (s) => `${s}\n`, (s) => `${s}\ufffd`, (s) => `"${s}"`, (s) => s.repeat(2000), (s) => [s]]) {
      const draft = { ...branch, ...Object.fromEntries(Object.entries(secrets).map(([key, value]) => [key, shape(value)])) };
      const form = new Form({ values: draft });
      const said = [validate(draft), validateJson(JSON.stringify(draft)), validateJson(JSON.stringify(draft).slice(0, -3)), [...validateBatch(JSON.stringify([draft]))],
        form.submit(), Object.keys(secrets).map((key) => form.field(key)), form.notes(), inspect(form)];
      assert.ok(!JSON.stringify(said).includes("s3cret"));
      try {
        new Catalog().add(draft);
        assert.fail("there is no such connection");
      } catch (error) {
        assert.ok(!inspect(error).includes("s3cret"));
      }
    }
  }
});

test("what a call leaves in the module's memory has no secret in it", () => {
  const engine = formEngine(() => bytesOf(inlined));
  const secret = `needle-${Math.random().toString(36).slice(2)}`;
  const isHeld = () => Buffer.from(engine.bytes.buffer).includes(secret);
  const draft = { role: "source", clientSecret: secret, name: "x" };
  validateWith(engine)(draft);
  assert.ok(!isHeld());
  const form = new (formWith(engine))();
  form.set("role", "source");
  for (let length = 1; length <= secret.length; length++) form.set("clientSecret", secret.slice(0, length));
  assert.ok(isHeld(), "the control: an open form holds what was typed");
  form.submit();
  form.set("clientSecret", "");
  assert.ok(!isHeld());
  form.set("clientSecret", secret);
  form.close();
  assert.ok(!isHeld());
});

test("the slim entry takes the modules from where the host puts them", () => {
  const script = `import { readFileSync } from "node:fs";
    const { init, initBulk, inspectKey, validate, validateJson } = await import("${new URL("slim.js", PACKAGE)}");
    const tried = (call) => { try { return call(); } catch (error) { return error.name; } };
    console.log(tried(() => validate({})), tried(() => validateJson("{}")));
    await init(readFileSync(new URL("${new URL("form.wasm", PACKAGE)}")));
    console.log(validate({}).issues.length, tried(() => inspectKey("x")));
    await initBulk();
    console.log(validateJson("{}").issues.length, inspectKey("x").code);`;
  assert.equal(run(script), "TypeError TypeError\n3 TypeError\n3 key_not_a_key");
});

test("the slim entry has everything that the package has", async () => {
  const slim = Object.keys(await import(new URL("slim.js", PACKAGE)));
  const whole = Object.keys(await import(PACKAGE));
  assert.deepEqual(slim.filter((name) => name !== "init" && name !== "initBulk"), whole);
});

test("the package has no dependency and runs nothing when it is installed", () => {
  const { dependencies, scripts, sideEffects, type } = JSON.parse(readFileSync(new URL("../../target/npm/package.json", import.meta.url), "utf8"));
  assert.deepEqual([dependencies, scripts, sideEffects, type], [undefined, undefined, false, "module"]);
});
