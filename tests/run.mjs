// Runs the conformance suite against the npm package in Node; `run.rs` is its twin for the Rust core.
// What a case holds and how it is compared: README.md.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

const rejoin = await import(new URL("../target/npm/dist/index.js", import.meta.url));
const { LANGUAGES, loadLanguage } = await import(new URL("../target/npm/dist/languages/index.js", import.meta.url));
const languages = await Promise.all(LANGUAGES.map((tag) => loadLanguage(tag)));
const FOLDER = new URL("cases/", import.meta.url);
const EXCLUDED = [];

const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
const bases = read("bases.json");

function draftOf(test) {
  const draft = { ...(test.draft ?? bases[test.base]) };
  for (const key of test.unset ?? []) delete draft[key];
  // Not a spread or an assignment: a case may set `__proto__`, as a property like any other.
  for (const [key, value] of Object.entries(test.set ?? {})) {
    Object.defineProperty(draft, key, { value, enumerable: true, configurable: true, writable: true });
  }
  const { field, text, times, prefix = "", suffix = "" } = test.repeat ?? {};
  if (field !== undefined) draft[field] = prefix + text.repeat(times) + suffix;
  return draft;
}

function report(test, options) {
  if (test.bytes !== undefined) return rejoin.validateJson(Buffer.from(test.bytes, "hex"), test.context, options);
  if (test.json !== undefined) return rejoin.validateJson(test.json, test.context, options);
  return rejoin.validate(draftOf(test), test.context, options);
}

/** A language changes messages and help, and nothing else. */
function checkLanguages(test, english) {
  const wordless = ({ message, help, ...rest }) => rest;
  for (const language of languages) {
    const { issues, ...rest } = report(test, { language });
    assert.deepEqual({ issues: issues.map(wordless), ...rest }, { ...english, issues: english.issues.map(wordless) });
    issues.forEach(({ message, help }, number) => {
      assert.ok(message.length <= 100, message);
      assert.doesNotMatch(message, /\{\w+\}|undefined/);
      const same = [message === english.issues[number].message, help === english.issues[number].help];
      assert.deepEqual(same, language.tag === "en" ? [true, true] : [false, false], message);
    });
  }
}

function comparable({ field, code, severity, params, suggestion }, loose) {
  const kept = loose ? Object.keys(params).filter((name) => params[name] > 0) : params;
  return suggestion === undefined ? { field, code, severity, params: kept } : { field, code, severity, params: kept, suggestion };
}

function checkReport(test) {
  const english = report(test);
  const { issues, valid, connection } = english;
  const list = (issues) => issues.map((issue) => comparable(issue, test.paramsLoose));
  assert.deepEqual(list(issues), list(test.issues));
  assert.equal(valid, !test.issues.some((issue) => issue.severity === "error"));
  assert.equal(connection !== null, valid);
  for (const [key, value] of Object.entries(test.connection ?? {})) assert.deepEqual(connection[key], value, key);
  for (const key of test.connectionLacks ?? []) assert.ok(!(key in connection), key);
  if (valid && test.context?.storedSecrets === undefined) {
    assert.deepEqual(rejoin.validate(connection, test.context).connection, connection);
  }
  checkLanguages(test, english);
}

function checkKey(test) {
  const { message, ...answer } = rejoin.inspectKey(test.key);
  assert.equal(message !== undefined, "code" in test.expect);
  assert.deepEqual(answer, test.expect);
}

function check(test) {
  if (test.key !== undefined) checkKey(test);
  else if (test.raises) assert.throws(() => report(test), TypeError);
  else checkReport(test);
}

let passed = 0;
const failed = [];
const codes = new Set();
for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "bases.json").sort()) {
  for (const test of read(file).cases) {
    if (EXCLUDED.includes(test.name)) continue;
    for (const { code } of test.issues ?? []) codes.add(code);
    try {
      check(test);
      passed++;
    } catch (error) {
      failed.push(`${file}: ${test.name}: ${error.message}`);
    }
  }
}
const missing = rejoin.codes().map(({ code }) => code).filter((code) => !codes.has(code));
if (missing.length > 0) failed.push(`no case has the codes ${missing.join(", ")}`);
console.log(failed.join("\n"));
console.log(`npm package: ${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
