/**
 * Where `rejoin` itself takes its modules from: they are inside the package, as text.
 *
 * Two kinds of hosts have a variant of this file instead, see `bindings-wasm/hosts`.
 */

import { bytesOf } from "./inlined.js";
import bulk from "./inline/bulk.js";
import form from "./inline/form.js";

/** The module that a page with a form downloads. */
export const formModule = () => bytesOf(form);

/** The module with JSON, batches, catalogs, and keys that somebody has. */
export const bulkModule = () => bytesOf(bulk);
