/** The tables as data. */

import type { FieldSpec } from "./field-spec.js";
import { FIELDS } from "./field-table.js";
import type { ReportOptions, Severity } from "./report.js";
import { CODES, KEYS, type ParamKind } from "./tables.js";
import type { FieldKey, IssueCode } from "./types.js";

/** All there is to a code. */
export interface CodeSpec {
  readonly code: IssueCode;
  readonly severity: Severity;
  /** The fields in which it is only a warning. */
  readonly warningIn: readonly FieldKey[];
  readonly params: Readonly<Record<string, ParamKind>>;
  /** What to do; `{label}` and the parameters stand in braces. */
  readonly message: string;
  /** Other messages, for some fields. */
  readonly messageIn: Readonly<Partial<Record<FieldKey, string>>>;
  readonly help: string;
}

/**
 * The fields of a connection, in the order of a form.
 *
 * @example
 * ```ts
 * fields().filter((field) => field.secret).map((field) => field.key);
 * ```
 */
export function fields(options?: ReportOptions): readonly FieldSpec[] {
  const rows = structuredClone(FIELDS) as readonly FieldSpec[];
  const language = options?.language;
  return language ? rows.map((row) => language.field(row)) : rows;
}

/** The codes of issues, with their texts. */
export function codes(options?: ReportOptions): readonly CodeSpec[] {
  const language = options?.language;
  const rows: readonly CodeSpec[] = CODES.map(([code, warningIn, params, message, special, help]) => ({
    code,
    severity: warningIn < 0 ? "warning" : "error",
    warningIn: KEYS.filter((_, number) => warningIn > 0 && (warningIn >>> number) & 1),
    params: Object.fromEntries(params),
    message,
    messageIn: Object.fromEntries(Object.entries(special).map(([number, text]) => [KEYS[Number(number)], text])),
    help,
  }));
  return language ? rows.map((row) => language.code(row)) : rows;
}

/**
 * The other fields whose findings may change when a field does: what a form library that checks one field at a time has to
 * check again.
 *
 * @example
 * ```ts
 * register("tenant", { deps: affectedFields("tenant") }); // React Hook Form
 * ```
 */
export function affectedFields(field: FieldKey): FieldKey[] {
  const spec = FIELDS.find(({ key }) => key === field);
  if (spec === undefined) throw new TypeError("There is no field of this name");
  return spec.affects.filter((key) => key !== field);
}
