// `modules.js` for `require`, which is Node and Jest: both have files, and need no second copy of the modules as text.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const file = (...path) => readFileSync(join(__dirname, "..", ...path));

export const formModule = () => file("form.wasm");

/** The bytes are the characters between the quotes, see `inlined.js`. */
export const bulkModule = () => {
  const script = file("inline", "bulk.js").toString();
  return Buffer.from(script.slice(script.indexOf('"') + 1, script.lastIndexOf('"')), "latin1");
};
