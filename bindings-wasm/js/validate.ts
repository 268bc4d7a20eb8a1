/** A draft in, a report out. */

import type { Context } from "./context.js";
import type { FormEngine } from "./form-module.js";
import { asDraft, Reader, Writer } from "./pack.js";
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
    const checked = asDraft(draft);
    return engine.run(() => {
      const writer = new Writer(engine);
      if (context !== undefined && context !== null) writer.tree(context);
      const behind = writer.length;
      const given = writer.draft(checked);
      engine.calls.validate(behind, writer.length, role);
      const reader = new Reader(engine, options?.language);
      reader.outcome();
      const report = reader.report(given);
      engine.calls.wipe();
      return report;
    });
  };
}
