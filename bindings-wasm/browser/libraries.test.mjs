// The form libraries that people have: React Hook Form, with the general resolver and with ours, and TanStack Form.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { bundle, launch, open, PAGE } from "./helpers.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const VALUES = `{ name: "EMEA laptops", type: "activeDirectoryEntraIdDevices", role: "destination", destination: "activeDirectory",
  rejoinMethod: "onlineCredentials", adUsername: "CORP\\\\svc-rejoin", adPassword: "Bridge-42-kettle", adDomain: "corp.contoso.com" }`;

const hookForm = (resolver) => `
  import { createRoot } from "react-dom/client";
  import { useForm } from "react-hook-form";
  import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
  import { affectedFields, connectionSchema } from "rejoin";
  import { connectionResolver } from "rejoin/react-hook-form";
  globalThis.warned = [];
  function Page() {
    const { register, handleSubmit, formState: { errors }, setValue } = useForm({
      mode: "onTouched", defaultValues: ${VALUES},
      resolver: ${resolver},
    });
    globalThis.errors = errors;
    return <form noValidate onSubmit={handleSubmit((connection) => (globalThis.saved = connection))}>
      {["name", "adUsername", "adDomain"].map((name) => <p key={name}>
        <label htmlFor={name}>{name}</label>
        <input id={name} {...register(name, { deps: affectedFields(name) })} />
        {errors[name] && <em role="alert">{errors[name].message}</em>}
        {errors[name]?.issue?.suggestion && <button type="button" onClick={() => setValue(name, errors[name].issue.suggestion, { shouldValidate: true })}>Use it</button>}
      </p>)}
      <button>Save</button>
    </form>;
  }
  createRoot(document.querySelector("main")).render(<Page />);
`;

const RESOLVERS = {
  "the general resolver": "standardSchemaResolver(connectionSchema)",
  "our resolver": "connectionResolver(connectionSchema, { onWarnings: (warnings) => (globalThis.warned = warnings) })",
};

for (const [name, resolver] of Object.entries(RESOLVERS)) {
  test(`React Hook Form with ${name}`, async () => {
    const { page, complaints, close } = await open(browser, PAGE, { "page.js": await bundle(hookForm(resolver)) });
    const domain = page.getByLabel("adDomain");
    await domain.fill("https://contoso.com");
    assert.equal(await page.getByRole("alert").count(), 0);
    await domain.blur();
    await page.getByText("Enter the domain name only").waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    assert.equal(await page.evaluate(() => globalThis.saved), undefined);
    const error = await page.evaluate(() => ({ ...errors.adDomain, ref: errors.adDomain.ref?.name }));
    if (name === "our resolver") {
      assert.deepEqual([error.type, error.ref, error.issue.severity, error.issue.suggestion], ["is_url", "adDomain", "error", "contoso.com"]);
      await page.getByRole("button", { name: "Use it" }).click();
      assert.equal(await domain.inputValue(), "contoso.com");
    } else {
      assert.ok(error.message.length > 0);
      await domain.fill("contoso.com");
    }
    await page.getByRole("alert").first().waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForFunction(() => globalThis.saved !== undefined);
    const saved = await page.evaluate(() => saved);
    assert.deepEqual([saved.adDomain, saved.role], ["contoso.com", "destination"]);
    // The account is of another domain: a warning, which blocks nothing.
    if (name === "our resolver") assert.deepEqual(await page.evaluate(() => warned.map(({ code }) => code)), ["domain_differs"]);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test("our resolver gives every code where React Hook Form wants all, and native validity where it wants that", async () => {
  const script = `import { connectionSchema } from "rejoin"; import { connectionResolver } from "rejoin/react-hook-form";
    globalThis.resolve = (values, options) => connectionResolver(connectionSchema)(values, undefined, { fields: {}, ...options });
    globalThis.nothing = await resolve({ role: "source", nmae: 1, createLocalAdministrator: true,
      localAdministratorUsername: "ab", localAdministratorPassword: "aaab" }, { criteriaMode: "all" });
    globalThis.input = document.createElement("input");
    globalThis.native = await resolve({}, { shouldUseNativeValidation: true, fields: { name: { ref: input, name: "name" } } });`;
  const { page, complaints, close } = await open(browser, PAGE, { "page.js": await bundle(script) });
  await page.waitForFunction(() => globalThis.native !== undefined);
  const errors = await page.evaluate(() => Object.fromEntries(Object.entries(nothing.errors).map(([name, { types }]) => [name, Object.keys(types)])));
  assert.deepEqual(errors.localAdministratorPassword, ["too_short", "password_too_few_categories"]);
  assert.deepEqual(errors.nmae, ["unknown_field"]);
  assert.equal(await page.evaluate(() => input.validationMessage), "Enter a name for the connection");
  assert.deepEqual(complaints, []);
  await close();
});

test("TanStack Form takes the schema as it is, and keeps the whole issue", async () => {
  const script = `
    import { createRoot } from "react-dom/client";
    import { useForm } from "@tanstack/react-form";
    import { connectionSchema } from "rejoin";
    function Page() {
      const form = useForm({
        defaultValues: ${VALUES},
        validators: { onChange: connectionSchema },
        onSubmit: ({ value }) => (globalThis.saved = value),
      });
      return <form noValidate onSubmit={(event) => { event.preventDefault(); form.handleSubmit(); }}>
        {["name", "adDomain"].map((name) => <form.Field key={name} name={name} children={(field) => <p>
          <label htmlFor={name}>{name}</label>
          <input id={name} value={field.state.value} onBlur={field.handleBlur} onChange={(event) => field.handleChange(event.target.value)} />
          {field.state.meta.errors.map((error) => <em role="alert" key={error.code} data-suggestion={error.suggestion}>{error.code}: {error.message}</em>)}
        </p>} />)}
        <button>Save</button>
      </form>;
    }
    createRoot(document.querySelector("main")).render(<Page />);
  `;
  const { page, complaints, close } = await open(browser, PAGE, { "page.js": await bundle(script) });
  await page.getByLabel("adDomain").fill("https://contoso.com");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /^is_url: Enter the domain name only/);
  assert.equal(await alert.getAttribute("data-suggestion"), "contoso.com");
  await page.getByRole("button", { name: "Save" }).click();
  assert.equal(await page.evaluate(() => globalThis.saved), undefined);
  await page.getByLabel("adDomain").fill("contoso.com");
  await alert.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForFunction(() => globalThis.saved !== undefined);
  assert.deepEqual(complaints, []);
  await close();
});
