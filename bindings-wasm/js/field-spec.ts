/** The shape of the field table. */

import type { FieldKey } from "./types.js";

/** What a field holds. */
export type FieldKind = "text" | "secret" | "key" | "choice" | "boolean" | "integer";

/** A condition: the field it looks at, and the values of that field for which it holds. */
export interface Condition {
  readonly field: FieldKey;
  readonly in: readonly (string | boolean)[];
}

/** One of the words that a choice takes. */
export interface ChoiceSpec {
  readonly value: string;
  readonly label: string;
  /** What choosing it means. */
  readonly hint: string;
  /** The values, of the field that its own field hangs on, for which it is offered; all, where this is missing. */
  readonly offeredFor?: readonly string[];
}

/** What a form lets one do beside a field. */
export interface ActionSpec {
  readonly kind: "generateKey" | "copy" | "getBulkToken" | "downloadDeviceAgent" | "createAppProfile";
  /** What stands on the button or the link. */
  readonly label: string;
  /**
   * The fields whose values it needs. `getBulkToken` takes the tenant, the app profile, a name and a lifetime, in this
   * order.
   */
  readonly takes: readonly FieldKey[];
  /** The fields that it fills in. `getBulkToken` gives the token and when it expires, in this order. */
  readonly gives: readonly FieldKey[];
}

/** One row of the field table: all there is to a field. */
export interface FieldSpec {
  /** Its place, from 1; reports follow this order. */
  readonly number: number;
  readonly key: FieldKey;
  /** What a form calls it. */
  readonly label: string;
  readonly kind: FieldKind;
  /** The most UTF-16 code units of a text. */
  readonly maxLength?: number;
  /** The least value of an integer. */
  readonly minimum?: number;
  /** The greatest value of an integer. */
  readonly maximum?: number;
  /** Which kind of key it holds. */
  readonly keyKind?: "configuration" | "connection";
  readonly choices?: readonly ChoiceSpec[];
  /** When it is part of a connection; always, where this is missing. */
  readonly appliesWhen?: Condition;
  /** Whether it must have a value where it applies. */
  readonly required: boolean;
  /** The part of a form that it belongs to. */
  readonly section: { readonly key: string; readonly label: string };
  /** What to enter, in a sentence; empty where the label says it. */
  readonly hint: string;
  /** A value that a form may show in an empty field. */
  readonly example: string;
  /** The `autocomplete` attribute for an HTML form. */
  readonly autocomplete: string;
  /** Whether its value must not be shown or logged. */
  readonly secret: boolean;
  /** The other fields that its checks look at. */
  readonly reads: readonly FieldKey[];
  /** The fields whose findings may change when it does, itself included. */
  readonly affects: readonly FieldKey[];
  readonly actions: readonly ActionSpec[];
}
