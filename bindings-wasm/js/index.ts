/**
 * Validates the connections of a Windows device migration, and makes their keys.
 *
 * The engine is inside the package. It starts by itself, at once, in the first call; importing it does nothing.
 *
 * @packageDocumentation
 */

import { bulkEngine } from "./bulk-module.js";
import { type Catalog as CatalogType, catalogWith } from "./catalog.js";
import { type ConnectionOf, connectionSchemaWith, type DraftOf } from "./connection-schema.js";
import { type Form as FormType, formWith } from "./form.js";
import { formEngine } from "./form-module.js";
import { type BatchReader as BatchReaderType, batchReaderWith, validateBatchWith, validateJsonWith } from "./json.js";
import { generateKeyWith, inspectKeyWith, keyFingerprintWith, keyFromBytesWith, keyMatchesWith } from "./keys.js";
import { bulkModule, formModule } from "./modules.js";
import { validateWith } from "./validate.js";

export * from "./exports.js";

const engine = /* @__PURE__ */ formEngine(formModule);
/** JSON, batches, catalogs, and keys that somebody has: a bundler leaves it out where none of them is used. */
const bulk = /* @__PURE__ */ bulkEngine(bulkModule);

/**
 * Checks a draft.
 *
 * @param draft - What a person or a script has typed so far: a plain object.
 * @param context - What the host knows and the draft does not.
 * @param options - The language of messages and help.
 * @returns The issues, and the connection in normal form if none of them is an error.
 * @throws TypeError - if the draft is no plain object, or the context has a mistake.
 *
 * @example
 * ```ts
 * const report = validate({ name: "EMEA laptops", role: "source" });
 * report.issues.map((issue) => `${issue.field}: ${issue.message}`);
 * ```
 */
export const validate = /* @__PURE__ */ validateWith(engine);

/**
 * Connections as Standard Schema, for React Hook Form, TanStack Form, tRPC, Hono and whatever else takes one.
 *
 * @example
 * ```ts
 * const form = useForm({ resolver: standardSchemaResolver(connectionSchema) });
 * ```
 */
export const connectionSchema = /* @__PURE__ */ connectionSchemaWith(engine);
/** Connections of sources as Standard Schema: any other role is an error. */
export const sourceSchema = /* @__PURE__ */ connectionSchemaWith<DraftOf<"source">, ConnectionOf<"source">>(engine, "source");
/** Connections of destinations as Standard Schema: any other role is an error. */
export const destinationSchema = /* @__PURE__ */ connectionSchemaWith<DraftOf<"destination">, ConnectionOf<"destination">>(
  engine,
  "destination",
);

/** A form that somebody types into. */
export const Form = /* @__PURE__ */ formWith(engine);
/** A form that somebody types into. */
export type Form = FormType;

/**
 * Makes a fresh key.
 *
 * @throws KeyError - if there is no source of randomness, or it does not work.
 */
export const generateKey = /* @__PURE__ */ generateKeyWith(engine);

/** Makes the key of 40 bytes, for test vectors. */
export const keyFromBytes = /* @__PURE__ */ keyFromBytesWith(bulk);

/** Looks into a key: what it is, or the first thing that is wrong with it. */
export const inspectKey = /* @__PURE__ */ inspectKeyWith(bulk);

/** What a host stores in place of a key. */
export const keyFingerprint = /* @__PURE__ */ keyFingerprintWith(bulk);

/** Whether a fingerprint is that of a key, in a time that does not tell where they differ. */
export const keyMatches = /* @__PURE__ */ keyMatchesWith(bulk);

/**
 * Checks a draft given as JSON text. It never throws for the text: what is no JSON, or no object, is an issue.
 */
export const validateJson = /* @__PURE__ */ validateJsonWith(bulk);

/**
 * Checks the drafts of a JSON array, or one on each line (NDJSON).
 *
 * @example
 * ```ts
 * const batch = validateBatch(text);
 * for (const record of batch) if (!record.valid) console.log(record.line, record.issues);
 * console.log(batch.summary.byCode);
 * ```
 */
export const validateBatch = /* @__PURE__ */ validateBatchWith(bulk);

/** Reads a batch that arrives in pieces of any size. */
export const BatchReader = /* @__PURE__ */ batchReaderWith(bulk);
/** Reads a batch that arrives in pieces of any size. */
export type BatchReader = BatchReaderType;

/** The Connections page: the saved connections, without their secrets. */
export const Catalog = /* @__PURE__ */ catalogWith(bulk);
/** The Connections page: the saved connections, without their secrets. */
export type Catalog = CatalogType;
