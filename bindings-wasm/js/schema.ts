/** The JSON Schema of a draft. */

import { DRAFT_07, DRAFT_2020_12 } from "./schema-table.js";

/** A JSON Schema. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The JSON Schema of a draft.
 *
 * It never refuses what `validate` accepts; it knows shapes and choices, and none of the rules about values.
 *
 * @param dialect - Draft 2020-12, or draft-07 for tools that know no later one.
 */
export function jsonSchema(dialect: "2020-12" | "draft-07" = "2020-12"): JsonSchema {
  if (dialect !== "2020-12" && dialect !== "draft-07") throw new TypeError("A dialect is 2020-12 or draft-07");
  return structuredClone(dialect === "draft-07" ? DRAFT_07 : DRAFT_2020_12);
}
