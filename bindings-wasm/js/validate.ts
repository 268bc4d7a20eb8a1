/** A draft in, a report out. */

import type { Context } from "./context.js";
import type { FormEngine } from "./form-module.js";
import { Reader, readDraft, Writer } from "./pack.js";
import type { Report, ReportOptions } from "./report.js";
import type { Draft } from "./types.js";

/** Checks a draft. */
export type Validate = (
  draft: Draft | Readonly<Record<string, unknown>>,
  context?: Context | null,
  options?: ReportOptions,
) => Report;

/** The `validate` of an engine. */
export const validateWith = (engine: FormEngine): Validate => reportWith(engine, 0);

/** A `validate` for drafts of one role, by its place among the choices, from 1; 0 is for all. */
export function reportWith(engine: FormEngine, role: number): Validate {
  return (draft, context, options) => {
    const read = readDraft(draft);
    return engine.run(() => {
      const writer = new Writer(engine);
      const behind = writer.context(context);
      writer.draft(read);
      engine.calls.validate(behind, writer.length, role);
      const reader = new Reader(engine, options?.language);
      reader.outcome();
      const report = reader.report(read.given);
      engine.calls.wipe();
      return report;
    });
  };
}
