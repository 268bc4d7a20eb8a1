/** Connections as Standard Schema: what form libraries and servers take as it is. */

import type { Context } from "./context.js";
import type { FormEngine } from "./form-module.js";
import type { Language } from "./language.js";
import { fieldNumber, isDraft, notAnObject } from "./pack.js";
import type { Issue, Report } from "./report.js";
import { type JsonSchema, jsonSchema } from "./schema.js";
import { OF_ROLE } from "./schema-table.js";
import type { StandardJSONSchemaV1, StandardSchemaV1 } from "./standard-schema.js";
import { CHOICES } from "./tables.js";
import type { Connection, Draft } from "./types.js";
import { reportWith } from "./validate.js";

/** Whether a connection is a source or a destination. */
export type Role = Connection["role"];

/** The drafts of a role. */
export type DraftOf<R extends Role> = Extract<Draft, { role: R }>;

/** The connections of a role. */
export type ConnectionOf<R extends Role> = Extract<Connection, { role: R }>;

/** An error as Standard Schema has it, with all that the issue says. */
export type SchemaIssue = Issue & {
  /** The key of the field; empty where the whole is no object. */
  readonly path: readonly string[];
};

/** What a schema goes by. A library that passes options on gives them as `libraryOptions`. */
export interface SchemaOptions {
  /** What the host knows and a draft does not. */
  readonly context?: Context | null;
  /** The language of messages and help; English by default. */
  readonly language?: Language | null;
}

/**
 * Connections as Standard Schema, version 1, and as Standard JSON Schema.
 *
 * Where a schema is used, every issue blocks, so `~standard.validate` answers with errors only, synchronously; what else
 * there is to say, `warningsOf` tells. Its value is the connection in normal form.
 */
export interface ConnectionSchema<Input = Draft, Output = Connection> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "rejoin";
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly validate: (
      value: unknown,
      options?: StandardSchemaV1.Options,
    ) => { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };
    readonly jsonSchema: StandardJSONSchemaV1.Converter;
  };
  /**
   * The same schema, which knows what the host knows.
   *
   * @example
   * ```ts
   * const schema = connectionSchema.withContext({ existingNames: ["EMEA laptops"] });
   * ```
   */
  withContext(context: Context | null): ConnectionSchema<Input, Output>;
  /** The same schema, which says everything in a language; `null` is English. */
  withLanguage(language: Language | null): ConnectionSchema<Input, Output>;
  /**
   * The report on a draft: errors and warnings, each with code, help and suggestion.
   *
   * @throws TypeError - if the context has a mistake.
   */
  report(draft: unknown): Report;
  /**
   * What may work and is a known trap. It blocks nothing.
   *
   * @example
   * ```ts
   * for (const { field, message } of connectionSchema.warningsOf(draft)) console.warn(`${field}: ${message}`);
   * ```
   */
  warningsOf(draft: unknown): readonly Issue[];
}

/** The targets of Standard JSON Schema that there are. */
const DIALECTS: Readonly<Record<string, "2020-12" | "draft-07">> = { "draft-2020-12": "2020-12", "draft-07": "draft-07" };

/** The schema of an engine: of all connections, or of those of one role. */
export function connectionSchemaWith<Input = Draft, Output = Connection>(
  engine: FormEngine,
  role?: Role,
): ConnectionSchema<Input, Output> {
  // A role crosses as its place among the choices, from 1.
  const place = (CHOICES[fieldNumber("role")] ?? []).findIndex(([value]) => value === role) + 1;
  const validate = reportWith(engine, place);

  const schema = (bound: SchemaOptions): ConnectionSchema<Input, Output> => {
    const report = (draft: unknown, { context, language }: SchemaOptions = bound): Report =>
      isDraft(draft)
        ? validate(draft, context, { language: language ?? null })
        : { valid: false, connection: null, issues: [notAnObject(language)] };
    return {
      "~standard": {
        version: 1,
        vendor: "rejoin",
        validate: (value, options) => {
          const { valid, connection, issues } = report(value, { ...bound, ...options?.libraryOptions });
          if (valid) return { value: connection as Output };
          const errors = issues.filter(({ severity }) => severity === "error");
          return { issues: errors.map((issue) => ({ ...issue, path: issue.field === "" ? [] : [issue.field] })) };
        },
        jsonSchema: { input: (options) => schemaIn(options.target, role), output: (options) => schemaIn(options.target, role) },
      },
      withContext: (context) => schema({ ...bound, context }),
      withLanguage: (language) => schema({ ...bound, language }),
      report: (draft) => report(draft),
      warningsOf: (draft) => report(draft).issues.filter(({ severity }) => severity === "warning"),
    };
  };
  return schema({});
}

/** The JSON Schema in a dialect; a connection in normal form is a draft, too. */
function schemaIn(target: string, role: Role | undefined): Record<string, unknown> {
  const dialect = Object.hasOwn(DIALECTS, target) ? DIALECTS[target] : undefined;
  if (dialect === undefined) throw new TypeError(`There is no JSON Schema for ${target}: take ${Object.keys(DIALECTS).join(" or ")}`);
  const schema: JsonSchema = jsonSchema(dialect);
  const different = OF_ROLE[role ?? ""];
  if (different === undefined) return { ...schema };
  const properties = { ...(schema["properties"] as object), role: structuredClone(different.role) };
  return { ...schema, $id: different.$id, properties };
}
