/**
 * The same as the package itself, with the `.wasm` taken from where the host puts it. One call before the first use loads it:
 *
 * ```ts
 * import url from "rejoin/form.wasm?url";
 * import { init, validate } from "rejoin/slim";
 * await init(url);
 * ```
 *
 * JSON, batches, catalogs, and keys that somebody has are in a second module, which `initBulk` loads from the package.
 *
 * @packageDocumentation
 */

import { bulkEngine } from "./bulk-module.js";
import { type Catalog as CatalogType, catalogWith } from "./catalog.js";
import type { Source } from "./engine.js";
import { type ConnectionOf, connectionSchemaWith, type DraftOf } from "./connection-schema.js";
import { type Form as FormType, formWith } from "./form.js";
import { formEngine } from "./form-module.js";
import { type BatchReader as BatchReaderType, batchReaderWith, validateBatchWith, validateJsonWith } from "./json.js";
import { generateKeyWith, inspectKeyWith, keyFingerprintWith, keyFromBytesWith, keyMatchesWith } from "./keys.js";
import { validateWith } from "./validate.js";

export * from "./exports.js";

/** Where a module can be taken from: its address, its response, its bytes, or the module itself. */
export type WasmSource = string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module;

type Loaded = ReturnType<Source>;

let form: Loaded | undefined;
let rest: Loaded | undefined;

const engine = /* @__PURE__ */ formEngine(() => form ?? missing("init"));
const bulk = /* @__PURE__ */ bulkEngine(() => rest ?? missing("initBulk"));

function missing(call: string): never {
  throw new TypeError(`Call \`await ${call}(…)\` once, before the first use`);
}

/** Loads the engine from `rejoin/form.wasm`. */
export async function init(source: WasmSource): Promise<void> {
  form = await load(source);
  engine.start();
}

/** Loads what deals with JSON, batches, catalogs, and keys that somebody has: a bundler makes a file of its own of it. */
export async function initBulk(): Promise<void> {
  rest = (await import("./modules.js")).bulkModule();
  bulk.start();
}

async function load(source: WasmSource): Promise<Loaded> {
  const given = await (typeof source === "string" || source instanceof URL ? fetch(source) : source);
  if (!(given instanceof Response)) return given;
  if (!given.ok) throw new TypeError(`The engine could not be loaded: ${given.status} ${given.statusText}`);
  return given.arrayBuffer();
}

/** See `validate` of the package itself. */
export const validate = /* @__PURE__ */ validateWith(engine);
/** See `connectionSchema` of the package itself. */
export const connectionSchema = /* @__PURE__ */ connectionSchemaWith(engine);
/** See `sourceSchema` of the package itself. */
export const sourceSchema = /* @__PURE__ */ connectionSchemaWith<DraftOf<"source">, ConnectionOf<"source">>(engine, "source");
/** See `destinationSchema` of the package itself. */
export const destinationSchema = /* @__PURE__ */ connectionSchemaWith<DraftOf<"destination">, ConnectionOf<"destination">>(
  engine,
  "destination",
);

/** See `Form` of the package itself. */
export const Form = /* @__PURE__ */ formWith(engine);
/** A form that somebody types into. */
export type Form = FormType;
/** See `generateKey` of the package itself. */
export const generateKey = /* @__PURE__ */ generateKeyWith(engine);
/** See `keyFromBytes` of the package itself. */
export const keyFromBytes = /* @__PURE__ */ keyFromBytesWith(bulk);
/** See `inspectKey` of the package itself. */
export const inspectKey = /* @__PURE__ */ inspectKeyWith(bulk);
/** See `keyFingerprint` of the package itself. */
export const keyFingerprint = /* @__PURE__ */ keyFingerprintWith(bulk);
/** See `keyMatches` of the package itself. */
export const keyMatches = /* @__PURE__ */ keyMatchesWith(bulk);
/** See `validateJson` of the package itself. */
export const validateJson = /* @__PURE__ */ validateJsonWith(bulk);
/** See `validateBatch` of the package itself. */
export const validateBatch = /* @__PURE__ */ validateBatchWith(bulk);
/** See `BatchReader` of the package itself. */
export const BatchReader = /* @__PURE__ */ batchReaderWith(bulk);
/** Reads a batch that arrives in pieces of any size. */
export type BatchReader = BatchReaderType;
/** See `Catalog` of the package itself. */
export const Catalog = /* @__PURE__ */ catalogWith(bulk);
/** The Connections page: the saved connections, without their secrets. */
export type Catalog = CatalogType;
