// `modules.js` for `require`, which is Node and Jest: both have files, and need no second copy of the modules as text.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (file) => readFileSync(join(__dirname, "..", file));

export const formModule = () => read("form.wasm");

export const bulkModule = () => read("bulk.wasm");
