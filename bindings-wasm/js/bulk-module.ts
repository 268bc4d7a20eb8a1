/** The module with JSON, batches, catalogs, and keys that somebody has. */

import { type Engine, engineOf, GLUE, type Source } from "./engine.js";
import type { InitOutput as BulkCalls } from "./glue/bulk.js";

/** The module with JSON, batches, catalogs, and keys that somebody has. */
export type BulkEngine = Engine<BulkCalls>;

/** The module of a source. */
export const bulkEngine = (source: Source): BulkEngine => engineOf<BulkCalls>(source, { "./bulk_bg.js": GLUE });
