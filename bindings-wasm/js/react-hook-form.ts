/**
 * A resolver for React Hook Form that keeps what the general one for Standard Schema drops: code, severity, help and
 * suggestion.
 *
 * @packageDocumentation
 */

import type { FieldError, FieldErrors, FieldValues, Resolver } from "react-hook-form";

import type { ConnectionSchema } from "./connection-schema.js";
import type { Issue } from "./report.js";

/** An error as `formState.errors` holds it: `type` is the code, `issue` all that there is to say. */
export type ConnectionFieldError = FieldError & { readonly type: Issue["code"]; readonly issue: Issue };

/** What else a resolver does. */
export interface ResolverOptions {
  /** Gets what blocks nothing, at every validation. */
  readonly onWarnings?: (warnings: readonly Issue[]) => void;
}

/**
 * A resolver for React Hook Form.
 *
 * @param schema - `connectionSchema`, or that of a role, from `rejoin` or `rejoin/slim`.
 * @example
 * ```ts
 * const { register, formState } = useForm<Draft>({ mode: "onTouched", resolver: connectionResolver(connectionSchema) });
 * const { issue } = formState.errors.name as ConnectionFieldError;
 * ```
 */
export function connectionResolver<Input extends FieldValues, Output extends FieldValues>(
  schema: ConnectionSchema<Input, Output>,
  options: ResolverOptions = {},
): Resolver<Input, unknown, Output> {
  return (values, _context, { fields, criteriaMode, shouldUseNativeValidation }) => {
    const report = schema.report(values);
    options.onWarnings?.(report.issues.filter(({ severity }) => severity === "warning"));
    const errors: Record<string, ConnectionFieldError> = {};
    for (const issue of report.issues) {
      if (issue.severity !== "error") continue;
      const place = issue.field || "root";
      const first = errors[place];
      if (first !== undefined) {
        if (first.types !== undefined) first.types[issue.code] = issue.message;
        continue;
      }
      const ref = (fields as Record<string, { ref?: FieldError["ref"] } | undefined>)[place]?.ref;
      errors[place] = {
        type: issue.code,
        message: issue.message,
        issue,
        ...(ref !== undefined && { ref }),
        ...(criteriaMode === "all" && { types: { [issue.code]: issue.message } }),
      };
    }
    if (shouldUseNativeValidation) {
      for (const [key, field] of Object.entries(fields)) {
        const control = (field as { ref?: unknown } | undefined)?.ref;
        if (control instanceof HTMLElement && "setCustomValidity" in control) {
          (control as HTMLInputElement).setCustomValidity(errors[key]?.message ?? "");
          (control as HTMLInputElement).reportValidity();
        }
      }
    }
    return report.valid
      ? { values: report.connection as unknown as Output, errors: {} }
      : { values: {}, errors: errors as unknown as FieldErrors<Input> };
  };
}
