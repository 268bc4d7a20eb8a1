// Forms and keystrokes leave memory as it was. `REJOIN_LONG=1` opens a million forms and types ten million times.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { formWith } from "../../target/npm/dist/form.js";
import { formEngine } from "../../target/npm/dist/form-module.js";
import { formModule } from "../../target/npm/dist/modules.js";
import { KEYS } from "../../target/npm/dist/tables.js";

const LONG = process.env.REJOIN_LONG === "1";
const FORMS = LONG ? 1_000_000 : 20_000;
const KEYSTROKES = LONG ? 10_000_000 : 200_000;

/** So many bytes may the heap of JavaScript differ by, however often something was done. */
const NOISE = 500_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const engine = formEngine(formModule);
const Form = formWith(engine);

/** What is in use, after all that can be collected was. */
function memory() {
  collect();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { wasm: engine.calls.memory.buffer.byteLength, heap: heapUsed + external + arrayBuffers };
}

/** Does something, first as often as it takes to fill tables and compile code, and compares memory before and after. */
function staysFlat(what, times, run) {
  run(Math.min(times / 2, 50_000));
  const before = memory();
  run(times);
  const after = memory();
  console.log(`${what}, ${times} times: ${JSON.stringify({ before, after })}`);
  assert.equal(after.wasm, before.wasm);
  assert.ok(after.heap - before.heap < NOISE, `the heap grew by ${after.heap - before.heap} bytes`);
}

const VALUES = ["", "source", "destination", "entraId", "onlineCredentials", "CORP\\svc", "=x", "\u00fc\u6e2c", "x".repeat(300), true, 90, null];

test("forms that are opened and closed", () => {
  const draft = { name: "EMEA laptops", role: "source", applicationId: "x", clientSecret: "a secret of some length" };
  staysFlat("forms", FORMS, (times) => {
    for (let at = 0; at < times; at++) {
      const form = new Form({ values: draft, context: { existingNames: ["Office", "Branch"] } });
      form.set("role", "destination");
      form.close();
    }
  });
});

test("keystrokes in one form", () => {
  const form = new Form();
  staysFlat("keystrokes", KEYSTROKES, (times) => {
    for (let at = 0; at < times; at++) {
      form.setFast(at % KEYS.length, VALUES[(at * 7 + (at >> 5)) % VALUES.length]);
      if (at % 1000 === 0) form.submit();
    }
  });
  form.close();
});
