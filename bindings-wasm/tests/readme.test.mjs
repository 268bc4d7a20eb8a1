// The examples of the README run, and print what they say.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const entry = { rejoin: "index.js", "rejoin/languages": "languages/index.js" };
const address = (name) => JSON.stringify(new URL(`../../target/npm/dist/${entry[name]}`, import.meta.url).href);

test("the examples print what their comments say", () => {
  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);
  assert.ok(examples.length >= 2);
  for (const code of examples) {
    const expected = [...code.matchAll(/console\.log\(.*\);? *\/\/ (.*)/g)].map(([, text]) => text.trim());
    assert.ok(expected.length >= 2);
    const script = code.replace(/"(rejoin[^"]*)"/g, (_, name) => address(name));
    const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
    assert.deepEqual(printed.trim().split("\n"), expected);
  }
});
