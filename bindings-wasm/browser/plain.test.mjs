// A form without a framework, as a person fills it in.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { launch, open } from "./helpers.mjs";

const PLAIN = await readFile(new URL("../examples/plain.html", import.meta.url), "utf8");
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** The messages beside a control. */
const beside = (page, name) => page.locator(`[name="${name}"]`).evaluate((control) =>
  (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean).map((id) => document.getElementById(id).textContent).join("|"));

test("the page has at most 40 lines", () => assert.ok(PLAIN.trimEnd().split("\n").length <= 41));

test("what does not apply is hidden and disabled, and what is offered follows the choices", async () => {
  const { page, complaints, close } = await open(browser, PLAIN);
  assert.ok(await page.getByLabel("Connection name").isVisible());
  assert.ok(!(await page.getByLabel("Client secret").isVisible()));
  assert.ok(await page.locator("[name=clientSecret]").isDisabled());
  await page.getByLabel("Source", { exact: true }).check();
  assert.ok(await page.getByLabel("Client secret").isEnabled());
  assert.equal(await page.getByLabel("Client secret").getAttribute("required"), "");
  assert.ok(!(await page.getByLabel("Administrator username").isVisible()));
  await page.getByLabel("Create a local administrator").check();
  assert.ok(await page.getByLabel("Administrator username").isVisible());
  await page.getByLabel("Destination", { exact: true }).check();
  assert.ok(!(await page.getByLabel("Client secret").isVisible()));
  const options = (name) => page.locator(`select[name=${name}] option`).evaluateAll((all) => all.map(({ value }) => value));
  await page.locator("select[name=destination]").selectOption("activeDirectory");
  assert.deepEqual(await options("rejoinMethod"), ["", "onlineCredentials", "offlineAgent"]);
  await page.locator("select[name=rejoinMethod]").selectOption("onlineCredentials");
  assert.ok(await page.getByLabel("Username").last().isVisible());
  // A method of the other destination is no longer there, so it is not chosen either, and what hangs on it goes.
  await page.locator("select[name=destination]").selectOption("entraId");
  assert.deepEqual(await options("rejoinMethod"), ["", "bulkToken", "enrollmentFile"]);
  assert.equal(await page.locator("select[name=rejoinMethod]").inputValue(), "");
  assert.ok(!(await page.locator("[name=adUsername]").isVisible()));
  // What was typed into a branch that was left stays.
  await page.locator("select[name=rejoinMethod]").selectOption("bulkToken");
  await page.getByLabel("Days until").fill("400");
  await page.getByLabel("Days until").blur();
  assert.match(await beside(page, "bulkTokenLifetimeDays"), /Enter 1 to 180/);
  await page.getByLabel("Days until").fill("90");
  assert.equal(await beside(page, "bulkTokenLifetimeDays"), "");
  assert.deepEqual(complaints, []);
  await close();
});

test("an error shows after the first blur, and then at every keystroke", async () => {
  const { page, complaints, close } = await open(browser, PLAIN);
  await page.getByLabel("Source", { exact: true }).check();
  const id = page.getByLabel("Application (client) ID");
  await id.pressSequentially("4aeeb");
  assert.equal(await id.getAttribute("aria-invalid"), null);
  assert.equal(await beside(page, "applicationId"), "");
  // The browser knows all the same.
  assert.match(await id.evaluate((control) => control.validationMessage), /Enter an ID/);
  assert.ok(!(await page.locator("form").evaluate((form) => form.checkValidity())));
  await id.blur();
  assert.equal(await id.getAttribute("aria-invalid"), "true");
  assert.match(await beside(page, "applicationId"), /^Error: Enter an ID/);
  await id.press("End");
  await id.pressSequentially("44e-325a-4002-a36d-2986b65cad0");
  assert.equal(await id.getAttribute("aria-invalid"), "true");
  await id.press("a");
  assert.equal(await id.getAttribute("aria-invalid"), null);
  assert.equal(await beside(page, "applicationId"), "");
  // A warning looks different and blocks nothing.
  await page.getByLabel("Connection name").fill("=1");
  await page.getByLabel("Connection name").blur();
  assert.match(await beside(page, "name"), /^Warning: /);
  assert.equal(await page.getByLabel("Connection name").getAttribute("aria-invalid"), null);
  assert.ok(await page.getByLabel("Connection name").evaluate((control) => control.validity.valid));
  assert.equal(await page.locator(".rejoin-warning").count(), 1);
  assert.deepEqual(complaints, []);
  await close();
});

test("a suggestion is a button", async () => {
  const { page, complaints, close } = await open(browser, PLAIN);
  await page.getByLabel("Destination", { exact: true }).check();
  await page.locator("select[name=destination]").selectOption("activeDirectory");
  await page.locator("select[name=rejoinMethod]").selectOption("onlineCredentials");
  const domain = page.getByLabel("Domain", { exact: true });
  await domain.fill("https://contoso.com/<b>");
  await domain.blur();
  await page.getByRole("button", { name: "Use contoso.com" }).click();
  assert.equal(await domain.inputValue(), "contoso.com");
  assert.ok(await domain.evaluate((control) => control === document.activeElement));
  assert.equal(await beside(page, "adDomain"), "");
  assert.deepEqual(complaints, []);
  await close();
});

test("a submit with errors gives the focus to a summary whose links lead to the fields", async () => {
  const { page, complaints, close } = await open(browser, PLAIN);
  await page.getByLabel("Source", { exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  const summary = page.locator(".rejoin-summary");
  assert.ok(await summary.evaluate((element) => element === document.activeElement));
  assert.equal(await summary.getByRole("heading").innerText(), "There is a problem");
  const links = await summary.getByRole("link").allInnerTexts();
  assert.equal(links.length, 4);
  assert.equal(links[0], "Enter a name for the connection");
  await summary.getByRole("link", { name: "Enter the client secret" }).click();
  assert.ok(await page.locator("[name=clientSecret]").evaluate((control) => control === document.activeElement));
  // The summary follows what is typed, and takes the focus only on a submit.
  await page.keyboard.type("a secret of some length");
  assert.equal(await summary.getByRole("link").count(), 3);
  await page.getByLabel("Connection name").fill("EMEA laptops");
  await page.getByLabel("Application (client) ID").fill("4aeeb44e-325a-4002-a36d-2986b65cad0a");
  await page.getByLabel("Configuration key").fill("rjcfg1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyudrzpey");
  assert.ok(!(await summary.isVisible()));
  await page.getByRole("button", { name: "Save" }).click();
  assert.equal(await page.locator("output").innerText(), "Saved EMEA laptops");
  assert.deepEqual(complaints, []);
  await close();
});

test("a press of the mouse hits what it was meant for, whatever its blur shows", async () => {
  const { page, close } = await open(browser, PLAIN);
  await page.getByLabel("Connection name").focus();
  const { x, y } = await page.getByRole("button", { name: "Save" }).boundingBox();
  await page.mouse.move(x + 5, y + 5);
  await page.mouse.down();
  assert.equal(await beside(page, "name"), "");
  await page.mouse.up();
  await page.locator(".rejoin-summary").waitFor();
  assert.match(await beside(page, "name"), /Error: Enter a name/);
  await close();
});

test("untied, the form is what it was", async () => {
  const script = `import { Form } from "./rejoin/index.js"; import { bindForm } from "./rejoin/dom.js";
    const form = document.querySelector("form");
    const name = form.elements.namedItem("name");
    name.setAttribute("aria-describedby", "hint"); name.setCustomValidity("mine");
    globalThis.look = () => [form.outerHTML, ...[...form.elements].map((control) => control.validationMessage)].join("\\n");
    globalThis.before = look();
    globalThis.engine = new Form();
    globalThis.bound = bindForm(form, { form: engine });`;
  const html = PLAIN.replace(/<script[^]*/, '<script type="module" src="page.js"></script>');
  const { page, complaints, close } = await open(browser, html, { "page.js": script });
  await page.getByLabel("Source", { exact: true }).check();
  assert.match(await page.locator("[name=name]").getAttribute("aria-describedby"), /^hint$/);
  await page.evaluate(() => bound.validate());
  assert.match(await page.locator("[name=name]").getAttribute("aria-describedby"), /^hint rejoin-1-name$/);
  await page.evaluate(() => bound.unbind());
  assert.equal(await page.evaluate(() => look()), await page.evaluate(() => before));
  await page.getByLabel("Connection name").fill("typed later");
  await page.getByLabel("Connection name").blur();
  assert.equal(await page.evaluate(() => engine.value("name")), "");
  assert.equal(await page.evaluate(() => look()), await page.evaluate(() => before));
  assert.deepEqual(complaints, []);
  await close();
});

test("a form that starts from values shows them, and a reset starts over", async () => {
  const script = `import { Form } from "./rejoin/index.js"; import { bindForm } from "./rejoin/dom.js";
    globalThis.engine = new Form({ values: { name: "Saved", role: "destination", destination: "entraId", rejoinMethod: "bulkToken", bulkTokenLifetimeDays: 30 } });
    bindForm(document.querySelector("form"), { form: engine, texts: { summary: "Bitte prüfen" } });`;
  const html = PLAIN.replace(/<script[^]*/, '<script type="module" src="page.js"></script>');
  const { page, close } = await open(browser, html, { "page.js": script });
  assert.equal(await page.getByLabel("Connection name").inputValue(), "Saved");
  assert.ok(await page.getByLabel("Destination", { exact: true }).first().isChecked());
  assert.equal(await page.locator("[name=rejoinMethod]").inputValue(), "bulkToken");
  assert.equal(await page.getByLabel("Days until").inputValue(), "30");
  await page.getByRole("button", { name: "Save" }).click();
  assert.equal(await page.locator(".rejoin-summary h2").innerText(), "Bitte prüfen");
  await page.locator("form").evaluate((form) => form.reset());
  await page.locator(".rejoin-summary").waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => engine.value("name")), "");
  assert.ok(!(await page.getByLabel("Days until").isVisible()));
  await close();
});

test("no value of a secret is in the page", async () => {
  const { page, close } = await open(browser, PLAIN);
  await page.getByLabel("Source", { exact: true }).check();
  await page.getByLabel("Client secret").fill("canary-\u00e4 secret ");
  await page.getByLabel("Client secret").blur();
  await page.getByRole("button", { name: "Save" }).click();
  assert.ok((await page.locator(".rejoin-summary a").count()) > 0);
  assert.ok(!(await page.content()).includes("canary"));
  await close();
});
