/**
 * The interfaces of Standard Schema, by which form libraries and servers take validators of any make. They are copied from
 * its specification, version 1.1, as it asks for, so that the package depends on none.
 */

/** A validator of any make. */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly "~standard": StandardSchemaV1.Props<Input, Output>;
}

export declare namespace StandardSchemaV1 {
  /** What stands under `~standard`. */
  interface Props<Input = unknown, Output = Input> {
    readonly version: 1;
    readonly vendor: string;
    /** For the compiler only. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly validate: (value: unknown, options?: Options) => Result<Output>;
  }
  /** What a library passes on to a validator of one make. */
  interface Options {
    readonly libraryOptions?: Readonly<Record<string, unknown>> | undefined;
  }
  /** The answer: a value, or what is wrong. */
  type Result<Output> = { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly Issue[] };
  /** One thing that is wrong. */
  interface Issue {
    readonly message: string;
    readonly path?: readonly PropertyKey[] | undefined;
  }
}

/** Something that can say what it takes and gives as a JSON Schema. */
export interface StandardJSONSchemaV1<Input = unknown, Output = Input> {
  readonly "~standard": StandardJSONSchemaV1.Props<Input, Output>;
}

export declare namespace StandardJSONSchemaV1 {
  /** What stands under `~standard`. */
  interface Props<Input = unknown, Output = Input> {
    readonly version: 1;
    readonly vendor: string;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly jsonSchema: Converter;
  }
  /** The two schemas; each throws for a dialect that there is not. */
  interface Converter {
    readonly input: (options: Options) => Record<string, unknown>;
    readonly output: (options: Options) => Record<string, unknown>;
  }
  /** Which dialect is wanted. */
  interface Options {
    readonly target: "draft-2020-12" | "draft-07" | "openapi-3.0" | (string & {});
    readonly libraryOptions?: Readonly<Record<string, unknown>> | undefined;
  }
}
