// Connections as Standard Schema: what libraries infer, each as it declares what it takes.

import {
  affectedFields, type Connection, type ConnectionSchema, connectionSchema, destinationSchema, type Draft, type FieldKey, type Issue,
  sourceSchema, type StandardJSONSchemaV1, type StandardSchemaV1,
} from "rejoin";
import { type ConnectionFieldError, connectionResolver } from "rejoin/react-hook-form";
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { useForm } from "react-hook-form";

type Input<Schema extends StandardSchemaV1> = NonNullable<Schema["~standard"]["types"]>["input"];
type Output<Schema extends StandardSchemaV1> = NonNullable<Schema["~standard"]["types"]>["output"];
type Same<A, B> = [A, B] extends [B, A] ? true : false;

const inferred: [
  Same<Input<typeof connectionSchema>, Draft>,
  Same<Output<typeof connectionSchema>, Connection>,
  Same<Output<typeof sourceSchema>["role"], "source">,
  Same<Output<typeof destinationSchema>["role"], "destination">,
] = [true, true, true, true];

// A procedure of tRPC and a validator of Hono: both take a schema and hand on what it gives.
declare function procedure<Schema extends StandardSchemaV1>(input: Schema): {
  query<Result>(resolve: (options: { input: Output<Schema> }) => Result): (input: Input<Schema>) => Promise<Result>;
};
const save = procedure(sourceSchema.withContext({ existingNames: [] })).query(({ input }) => input.applicationId.length);
const saved: Promise<number> = save({ role: "source", name: "x" });
// @ts-expect-error A destination is no source.
save({ role: "destination", destination: "entraId", rejoinMethod: "bulkToken" });

// A tool of an AI library: it wants the JSON Schema.
declare function tool<Schema extends StandardJSONSchemaV1>(schema: Schema): void;
tool(connectionSchema);

const answer = connectionSchema["~standard"].validate({});
if (answer.issues === undefined) answer.value.role satisfies "source" | "destination";
else {
  for (const issue of answer.issues) {
    issue.path satisfies readonly string[];
    if (issue.code === "too_long") issue.params.max satisfies number;
  }
}
// The answer is no promise.
const message: string | undefined = answer.issues?.[0]?.message;

function Stock() {
  return useForm({ resolver: standardSchemaResolver(connectionSchema) });
}
function Own() {
  const { formState, handleSubmit, register } = useForm<Draft, unknown, Connection>({
    resolver: connectionResolver(connectionSchema, { onWarnings: (warnings: readonly Issue[]) => warnings.length }),
  });
  const error = formState.errors.name as ConnectionFieldError | undefined;
  error?.issue.suggestion satisfies string | number | boolean | undefined;
  register("tenant", { deps: affectedFields("tenant") });
  return handleSubmit((connection) => connection.type);
}
const others: FieldKey[] = affectedFields("tenant");
const bound: ConnectionSchema = connectionSchema.withLanguage(null);

void [inferred, saved, message, Stock, Own, others, bound];
