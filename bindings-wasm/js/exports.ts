/** What both entries of the package have beside their engines. */

export type { AppProfileInfo, Context, TenantInfo } from "./context.js";
export { EngineError } from "./engine.js";
export type { ActionSpec, ChoiceSpec, Condition, FieldKind, FieldSpec } from "./field-spec.js";
export { affectedFields, type CodeSpec, codes, fields } from "./fields.js";
export type { ConnectionOf, ConnectionSchema, DraftOf, Role, SchemaIssue, SchemaOptions } from "./connection-schema.js";
export { CatalogError } from "./catalog.js";
export type { CatalogDocument, CatalogEntry, CatalogQuery } from "./catalog.js";
export type { Changes, FieldState, FormField, FormNote, FormOption, FormOptions, StoredConnection } from "./form.js";
export type { Language } from "./language.js";
export type { Batch, BatchRecord, BatchSummary, JsonText } from "./json.js";
export { KeyError, type KeyInfo, type KeyKind, type KeyProblem } from "./keys.js";
export type { InvalidReport, Issue, IssueOf, Report, ReportOptions, Severity, ValidReport } from "./report.js";
export { type JsonSchema, jsonSchema } from "./schema.js";
export type { StandardJSONSchemaV1, StandardSchemaV1 } from "./standard-schema.js";
export type * from "./types.js";
