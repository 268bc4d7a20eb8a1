/** The answer to a validation, as plain objects. */

import type { Language } from "./language.js";
import type { Connection, FieldKey, IssueCode, IssueParams } from "./types.js";

/** How much an issue weighs: an error can never work, a warning is a known trap. */
export type Severity = "error" | "warning";

/** How a report is written. */
export interface ReportOptions {
  /** The language of messages and help, from `rejoin/languages/…`; English where there is none. */
  readonly language?: Language | null | undefined;
}

/** One finding about one field. `params` has the shape that belongs to `code`. */
export type Issue = { [Code in IssueCode]: IssueOf<Code> }[IssueCode];

/** A finding with one code. */
export interface IssueOf<Code extends IssueCode> {
  /** The key of the field; of an unknown member its key; empty for the document as a whole. */
  readonly field: FieldKey | (string & {});
  readonly code: Code;
  readonly severity: Severity;
  /** What to do, in a sentence without a full stop. */
  readonly message: string;
  /** Why it matters, or where to look. */
  readonly help?: string;
  readonly params: IssueParams[Code];
  /** A value that would mend the field. */
  readonly suggestion?: string | number | boolean;
}

/** The answer to one validation. */
export type Report = ValidReport | InvalidReport;

/** No issue is an error. */
export interface ValidReport {
  readonly valid: true;
  /** The fields that apply, in normal form. It holds the secrets that the draft held. */
  readonly connection: Connection;
  readonly issues: readonly Issue[];
}

/** At least one issue is an error. */
export interface InvalidReport {
  readonly valid: false;
  readonly connection: null;
  readonly issues: readonly Issue[];
}
