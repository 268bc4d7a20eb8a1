// `rejoin/react` with the real React.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { bundle, launch, open, PAGE } from "./helpers.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A form that counts how often each of its parts renders. */
const APP = `
  import { Form } from "rejoin";
  import { useConnectionForm, useField, useNotes, useValid } from "rejoin/react";
  export const renders = globalThis.renders = {};
  globalThis.forms = [];
  const count = (name) => (renders[name] = (renders[name] ?? 0) + 1);

  export function Text({ form, name }) {
    count(name);
    const { state, value, required, issues, options } = useField(form, name);
    if (state !== "applies") return null;
    const control = { id: name, required, "aria-invalid": issues.some(({ severity }) => severity === "error") || undefined };
    return <p>
      <label htmlFor={name}>{name}</label>
      {options.length > 0
        ? <select {...control} value={value} onChange={(event) => form.set(name, event.target.value)}>
            <option value=""></option>
            {options.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
          </select>
        : <input {...control} value={value} onChange={(event) => form.set(name, event.target.value)} />}
      {issues.map(({ code, message }) => <em key={code}>{message}</em>)}
    </p>;
  }
  function State({ form }) {
    count("state");
    const valid = useValid(form);
    return <output>{valid ? "valid" : "invalid"}</output>;
  }
  function Notes({ form }) {
    count("notes");
    return <ul>{useNotes(form).map(({ id, text }) => <li key={id}>{text}</li>)}</ul>;
  }
  export function App() {
    count("app");
    const form = useConnectionForm(() => {
      const made = new Form({ values: { type: "activeDirectoryEntraIdDevices" } });
      forms.push(made);
      return made;
    });
    globalThis.form = form;
    const keys = ["name", "role", "clientSecret", "configurationKey", "destination", "rejoinMethod", "adDomain", "adUsername"];
    return <form>
      {keys.map((name) => <Text key={name} form={form} name={name} />)}
      <State form={form} /><Notes form={form} />
    </form>;
  }
`;

const mount = (strict) => `${APP}
  import { StrictMode } from "react";
  import { createRoot } from "react-dom/client";
  const root = createRoot(document.querySelector("main"));
  globalThis.unmount = () => root.unmount();
  root.render(${strict ? "<StrictMode><App /></StrictMode>" : "<App />"});
`;

const rendersOf = (page) => page.evaluate(() => ({ ...renders }));

test("only what looks different renders again", async () => {
  const { page, complaints, close } = await open(browser, PAGE, { "page.js": await bundle(mount(false)) });
  await page.getByLabel("name").waitFor();
  const first = await rendersOf(page);
  assert.ok(Object.values(first).every((count) => count === 1), JSON.stringify(first));
  await page.getByLabel("name").pressSequentially("EMEA");
  assert.deepEqual(await rendersOf(page), { ...first, name: 5 });
  // A choice shows and hides fields, and brings notes.
  await page.getByLabel("role").selectOption("source");
  await page.getByLabel("clientSecret").waitFor();
  const chosen = await rendersOf(page);
  assert.deepEqual([chosen.app, chosen.name, chosen.role, chosen.clientSecret, chosen.notes], [1, 5, 2, 2, 2]);
  assert.equal(await page.locator("li").count(), await page.evaluate(() => forms[0].notes().length));
  await page.getByLabel("role").selectOption("destination");
  await page.getByLabel("destination").selectOption("activeDirectory");
  await page.getByLabel("rejoinMethod").selectOption("onlineCredentials");
  await page.getByLabel("adDomain").fill("contoso.com");
  const before = await rendersOf(page);
  // The domain is looked at by the user name, which renders, too, where its findings change.
  await page.getByLabel("adUsername").fill("FABRIKAM\\svc");
  await page.getByText("Check that the account belongs").waitFor();
  await page.getByLabel("adDomain").fill("fabrikam.com");
  await page.getByText("Check that the account belongs").waitFor({ state: "hidden" });
  const last = await rendersOf(page);
  assert.deepEqual([last.app, last.adDomain, last.adUsername], [1, before.adDomain + 1, before.adUsername + 2]);
  assert.deepEqual(complaints, []);
  await close();
});

test("unmounting closes the form, and StrictMode leaves one open", async () => {
  for (const strict of [false, true]) {
    const { page, complaints, close } = await open(browser, PAGE, { "page.js": await bundle(mount(strict), { development: true }) });
    await page.getByLabel("name").fill("EMEA laptops");
    const open_ = () => page.evaluate(() => forms.filter((form) => { try { form.submit(); return true; } catch { return false; } }).length);
    assert.equal(await open_(), 1);
    assert.equal(await page.evaluate(() => forms.at(-1).value("name")), "EMEA laptops");
    assert.equal(await page.evaluate(() => form.submit().issues.some(({ field }) => field === "name")), false);
    await page.evaluate(() => unmount());
    assert.equal(await open_(), 0);
    assert.equal(await page.evaluate(() => forms.at(-1).value("name")), undefined);
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("a key is made, and a context and a language change what is shown", async () => {
  const script = `${mount(false)} import de from "rejoin/languages/de"; globalThis.de = de;`;
  const { page, complaints, close } = await open(browser, PAGE, { "page.js": await bundle(script) });
  await page.getByLabel("role").selectOption("source");
  const key = await page.evaluate(() => form.generateKey("configurationKey"));
  assert.equal(await page.getByLabel("configurationKey").inputValue(), key);
  await page.getByLabel("name").fill("Taken");
  await page.evaluate(() => form.setContext({ existingNames: ["taken"] }));
  await page.getByText("Choose a name that no other connection has").waitFor();
  await page.evaluate(() => form.setLanguage(de));
  await page.getByText("Choose a name that no other connection has").waitFor({ state: "hidden" });
  assert.equal(await page.getByLabel("name").getAttribute("aria-invalid"), "true");
  assert.deepEqual(complaints, []);
  await close();
});

test("what a server renders is what the browser takes over", async () => {
  const server = await bundle(`${APP} import { renderToString } from "react-dom/server";
    // React keeps a channel open, and with it the process.
    process.stdout.write(renderToString(<App />), () => process.exit());`);
  const dir = new URL("../../target/browser/", import.meta.url);
  await mkdir(dir, { recursive: true });
  await writeFile(new URL("server.mjs", dir), server);
  const rendered = execFileSync(process.execPath, [fileURLToPath(new URL("server.mjs", dir))], { encoding: "utf8" });
  assert.match(rendered, /<output>invalid<\/output>/);
  const script = `${APP} import { hydrateRoot } from "react-dom/client";
    hydrateRoot(document.querySelector("main"), <App />, { onRecoverableError: (error) => console.error(error.message) });`;
  const page = PAGE.replace("<main>", `<main>${rendered}`);
  const { page: shown, complaints, close } = await open(browser, page, { "page.js": await bundle(script, { development: true }) });
  await shown.waitForFunction(() => renders.app > 0);
  await shown.getByLabel("role").selectOption("source");
  await shown.getByLabel("clientSecret").waitFor();
  assert.deepEqual(complaints, []);
  await close();
});
