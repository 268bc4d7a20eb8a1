// What the types say: each `@ts-expect-error` is a mistake that must not compile.

import { Catalog, type Connection, type Draft, Form, type Issue, type IssueCode, validate } from "rejoin";

const draft: Draft = { name: "a", role: "destination", destination: "activeDirectory", rejoinMethod: "offlineAgent", connectionKey: null };
// @ts-expect-error A method of another destination is in no branch.
const wrongMethod: Draft = { role: "destination", destination: "entraId", rejoinMethod: "offlineAgent" };
// What is left over from another branch is a warning, and no mistake of the programmer.
const leftOver: Draft = { role: "source", adDomain: "contoso.com" };
// @ts-expect-error A text is no boolean.
const wrongType: Draft = { role: "source", connectEntraId: "true" };

const report = validate(draft);
if (report.valid) {
  const connection: Connection = report.connection;
  if (connection.role === "destination" && connection.destination === "entraId" && connection.rejoinMethod === "bulkToken") {
    const days: number = connection.bulkTokenLifetimeDays;
    // @ts-expect-error A bulk token has no path.
    connection.enrollmentFilePath;
    void days;
  }
  if (connection.role === "source" && connection.createLocalAdministrator) connection.localAdministratorUsername.length;
} else {
  const none: null = report.connection;
  void none;
}

function describe(issue: Issue): string {
  switch (issue.code) {
    case "too_long":
      return String(issue.params.max satisfies number);
    case "password_too_few_categories":
      return issue.params.missing.join();
    case "key_checksum":
      // @ts-expect-error The position may not be there.
      return issue.params.position.toFixed();
    default:
      return issue.message;
  }
}

const code: IssueCode = "is_url";
// @ts-expect-error There is no such code.
const misspelt: IssueCode = "is_urls";

const form = new Form({ values: { role: "source" } });
form.set("connectEntraId", true);
// @ts-expect-error There is no such field.
form.set("adDomian", "x");
// @ts-expect-error A key goes into a key field.
form.generateKey("name");
// @ts-expect-error A context has no such member.
validate({}, { nwo: "x" });

const masked: string | undefined = new Catalog().list({ tenant: ["contoso.com"] })[0]?.keys.connectionKey?.masked;

void [wrongMethod, leftOver, wrongType, describe, code, misspelt, masked];
