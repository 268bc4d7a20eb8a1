// Answers drafts on standard input, a line each, with the npm package; its twin is `core/examples/answers.rs`.

import { createInterface } from "node:readline";

const { inspectKey, validate, validateJson } = await import(new URL("../../target/npm/dist/index.js", import.meta.url));

function answer({ draft, json, key, context }) {
  if (key !== undefined) {
    const { message, ...rest } = inspectKey(key);
    return rest;
  }
  const { valid, connection, issues } = json === undefined ? validate(draft, context) : validateJson(json, context);
  return { valid, connection, issues: issues.map(({ message, help, ...rest }) => rest) };
}

const lines = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(JSON.stringify(answer(JSON.parse(line))));
process.stdout.write(`${lines.join("\n")}\n`);
