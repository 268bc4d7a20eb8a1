// The quick start of the README runs, and prints what it says.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

test("the quick start prints what its comments say", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, code] = readme.match(/```js\n([\s\S]*?)```/);
  const expected = [...code.matchAll(/console\.log\(.*\);? *\/\/ (.*)/g)].map(([, text]) => text.trim());
  assert.ok(expected.length >= 3);
  const entry = new URL("../../target/npm/dist/index.js", import.meta.url).href;
  const script = code.replace('"rejoin"', JSON.stringify(entry));
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  assert.deepEqual(printed.trim().split("\n"), expected);
});
