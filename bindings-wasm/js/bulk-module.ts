/** The module with JSON, batches, catalogs, and keys that somebody has. */

import { type Calls, Engine, type Source } from "./engine.js";
import * as glue from "./glue/bulk.js";

/** The calls of the module, with what wasm-bindgen writes around them for the objects that cross. */
type BulkCalls = typeof glue & Calls;

/** The module with JSON, batches, catalogs, and keys that somebody has. */
export type BulkEngine = Engine<BulkCalls>;

/** The module of a source. */
export function bulkEngine(source: Source): BulkEngine {
  let started = false;
  return new Engine(() => {
    if (started) glue.__wbg_reset_state();
    const { memory } = glue.initSync({ module: source() });
    started = true;
    return { ...glue, memory };
  });
}
