// What a code says of its parameters, and how an unbound form and React are typed.

import { Form, type Issue, type IssueOf, type IssueParams } from "rejoin";
import { type BoundForm, bindForm } from "rejoin/dom";
import { useConnectionForm, useField } from "rejoin/react";

const long: IssueOf<"too_long"> = { field: "name", code: "too_long", severity: "error", message: "", params: { max: 256 } };
// @ts-expect-error The limit is a number.
const wrong: IssueParams["too_long"] = { max: "256" };
// @ts-expect-error This code has no parameters.
const none: IssueOf<"required">["params"] = { max: 1 };
const any: Issue = long;

const bound = (element: HTMLFormElement): BoundForm =>
  bindForm(element, { form: new Form(), onSubmit: (connection) => connection.role satisfies "source" | "destination" });
// @ts-expect-error A form of the engine is needed.
const without = (element: HTMLFormElement) => bindForm(element, {});

function Field() {
  const form = useConnectionForm(() => new Form());
  const { required, options } = useField(form, "tenant");
  // @ts-expect-error There is no such field.
  useField(form, "tenat");
  return required && options.map(({ label }) => label);
}

void [long, wrong, none, any, bound, without, Field];
