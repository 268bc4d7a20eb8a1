// `modules.js` for Cloudflare Workers, which compile no bytes while they run: one module is an import, and the other, of which
// the package has no second copy, is compiled at the start, where Workers may since the compatibility date 2025-06-01.

import form from "./form.wasm";
import { bytesOf } from "./inlined.js";
import bulk from "./inline/bulk.js";

export const formModule = () => form;

/** A Worker that uses nothing of it is bundled without it. */
const compiled = /* @__PURE__ */ compile();

function compile() {
  try {
    return new WebAssembly.Module(bytesOf(bulk));
  } catch {
    // Said when it is used: the other module works.
  }
}

export const bulkModule = () => {
  if (compiled === undefined) throw new TypeError("Set the compatibility date of this Worker to 2025-06-01 or later");
  return compiled;
};
