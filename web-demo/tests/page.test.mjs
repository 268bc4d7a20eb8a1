// The page in a real browser, used as a person uses it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import {
  assertNowhere,
  create,
  entryOf,
  fieldOf,
  fill,
  KINDS,
  launch,
  NONE,
  openPage,
  panelOf,
  save,
  secretsIn,
  SECRETS,
} from "./helpers.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Runs a test on a fresh page, on which the browser must find nothing to complain about. */
function onPage(name, run, options) {
  test(name, async () => {
    const { page, complaints, close } = await openPage(browser, options);
    await run(page, complaints);
    assert.deepEqual(complaints, []);
    await close();
  });
}

const button = (scope, name) => scope.getByRole("button", { name, exact: true });
const dialog = (page) => page.getByRole("dialog");
const status = (page, text) => page.getByRole("status").filter({ hasText: text }).waitFor();
/** What the engine of the page says of a key. */
const inspect = (page, key) =>
  page.evaluate(async (text) => (await import(new URL("rejoin/index.js", location.href).href)).inspectKey(text), key);

/** Most tests mind nobody else; those that use the clipboard do. */
const TOGETHER = { concurrency: 3 };

describe("each kind of connection is created, edited and deleted", TOGETHER, () => {
  for (const [kind, steps] of Object.entries(KINDS)) {
    onPage(kind, async (page) => {
      await create(page, kind, steps);
      const typed = await secretsIn(page);
      const secrets = typed.length === 0 ? NONE : typed;
      await save(page);
      await status(page, `Saved ${kind}`);
      await entryOf(page, kind).waitFor();
      await assertNowhere(page, secrets);

      await button(page, `Edit ${kind}`).click();
      const values = await panelOf(page)
        .locator("input[type=password]")
        .evaluateAll((inputs) => inputs.map(({ value }) => value).join(""));
      assert.equal(values, "", "a secret came back");
      for (const [label, value] of steps) {
        if (typeof value === "string" && !Object.values(SECRETS).includes(value)) {
          assert.equal(await fieldOf(page, label).inputValue(), value);
        }
      }
      await fieldOf(page, "Connection name").fill(`${kind}, renamed`);
      await save(page);
      await entryOf(page, `${kind}, renamed`).waitFor();
      assert.equal(await page.getByRole("listitem").count(), 1);
      await assertNowhere(page, secrets);

      await button(page, `Delete ${kind}, renamed`).click();
      await button(dialog(page), "Cancel").click();
      assert.equal(await page.getByRole("listitem").count(), 1);
      await button(page, `Delete ${kind}, renamed`).click();
      await button(dialog(page), "Delete").click();
      await page.getByText("No connections yet").waitFor();
    });
  }
});

describe("the form", TOGETHER, () => {
  onPage("the panel has every field of the table, with its hint and its choices", async (page) => {
    await button(page, "Create connection").click();
    const missing = await page.evaluate(async () => {
      const { fields } = await import(new URL("rejoin/index.js", location.href).href);
      const text = document.getElementById("panel").textContent;
      const texts = ({ label, hint, example, actions }) => [
        label,
        hint,
        example,
        ...actions.map((action) => action.label),
      ];
      return fields()
        .flatMap(texts)
        .filter((part) => !text.includes(part));
    });
    assert.deepEqual(missing, []);
  });

  onPage("an address in the domain field is an error, and its suggestion mends it", async (page) => {
    await create(page, "Berlin", KINDS["Active Directory, online"]);
    const domain = fieldOf(page, "Destination domain name");
    await domain.fill("https://corp.contoso.com/join");
    assert.equal(await domain.getAttribute("aria-invalid"), null, "nobody is corrected while first typing");
    await domain.blur();
    await panelOf(page).getByText("Enter the domain name only").waitFor();
    assert.equal(await domain.getAttribute("aria-invalid"), "true");
    const described = await domain.evaluate((input) =>
      input
        .getAttribute("aria-describedby")
        .split(" ")
        .map((id) => document.getElementById(id).textContent)
        .join(" "),
    );
    assert.match(described, /Error: Enter the domain name only/);
    await button(panelOf(page), "Use corp.contoso.com").click();
    assert.equal(await domain.inputValue(), "corp.contoso.com");
    assert.equal(await domain.getAttribute("aria-invalid"), null);
    assert.ok(await domain.evaluate((input) => input === document.activeElement));
    await save(page);
  });

  onPage("once it was left, a field is judged at every keystroke", async (page) => {
    const steps = KINDS["Active Directory, online"].filter(([label]) => label !== "Username");
    await create(page, "Berlin", steps);
    const user = fieldOf(page, "Username");
    const message = panelOf(page).getByText(/^Error: /);
    await user.fill("CORP\\krbtgt");
    assert.equal(await message.count(), 0);
    await user.press("Tab");
    assert.equal(await message.count(), 1);
    await user.press("End");
    await user.press("x");
    assert.equal(await message.count(), 0);
    await user.press("Backspace");
    assert.equal(await message.count(), 1);
  });

  onPage("a Save that fails lists what is wrong, and each item leads to its field", async (page) => {
    await button(page, "Create connection").click();
    await fill(page, [["Source or destination", { choose: "Source" }]]);
    const panel = panelOf(page);
    await button(panel, "Save").click();
    const summary = panel.getByRole("group", { name: "There is a problem" });
    assert.ok(await summary.evaluate((element) => element === document.activeElement));
    assert.match(await page.title(), /^Error: /);
    const links = summary.getByRole("link");
    assert.equal(await links.count(), 4);
    const first = await links.first().innerText();
    await panel.getByText(first).nth(1).waitFor();
    await links.first().click();
    const name = fieldOf(page, "Connection name");
    assert.ok(await name.evaluate((input) => input === document.activeElement));
    await name.fill("Berlin");
    assert.equal(await name.getAttribute("aria-invalid"), null);
    // A branch that is entered now is not judged before somebody has been there.
    await panel.getByLabel("Create a local administrator on device").check();
    assert.equal(await fieldOf(page, "Local administrator username").getAttribute("aria-invalid"), null);
    await fill(page, [["Source or destination", { choose: "Destination" }]]);
    assert.equal(
      await panel.getByRole("radiogroup", { name: "Destination", exact: true }).getAttribute("aria-invalid"),
      null,
    );
    await button(panel, "Cancel").click();
    await button(dialog(page), "Discard").click();
    await panel.waitFor({ state: "hidden" });
    assert.doesNotMatch(await page.title(), /^Error: /);
  });

  onPage("a warning is shown and stops nobody", async (page) => {
    await create(page, "=Berlin", KINDS["Active Directory, offline"]);
    const panel = panelOf(page);
    await panel.getByText(/^Warning: /).waitFor();
    assert.equal(await fieldOf(page, "Connection name").getAttribute("aria-invalid"), null);
    await save(page);
    await status(page, "with 1 warning");
  });

  onPage("a name is taken only once, and not by the connection itself", async (page) => {
    await create(page, "Berlin", KINDS["Active Directory, offline"]);
    await save(page);
    await create(page, " BERLIN", KINDS["Active Directory, offline"]);
    await panelOf(page).getByText("Error: Choose a name that no other connection has").waitFor();
    await fieldOf(page, "Connection name").fill("Paris");
    await save(page);
    await button(page, "Berlin").click();
    await save(page);
    assert.equal(await page.getByRole("listitem").count(), 2);
  });

  onPage("what was typed into a branch is kept when it is left, and not saved", async (page) => {
    await create(page, "Berlin", KINDS["Active Directory, online"]);
    await fill(page, [["How to rejoin the device", { choose: "Rejoin offline using agent" }]]);
    await fieldOf(page, "Username").waitFor({ state: "hidden" });
    await fill(page, [["How to rejoin the device", { choose: "Rejoin online using AD user credentials" }]]);
    assert.equal(await fieldOf(page, "Username").inputValue(), "CORP\\svc-rejoin");
    await fill(page, KINDS["Active Directory, offline"]);
    await save(page);
    await entryOf(page, "Berlin").getByText("Settings").click();
    assert.equal(await entryOf(page, "Berlin").getByText("svc-rejoin").count(), 0);
    await button(page, "Edit Berlin").click();
    await fill(page, [["How to rejoin the device", { choose: "Rejoin online using AD user credentials" }]]);
    assert.equal(await fieldOf(page, "Username").inputValue(), "");
  });

  onPage("methods of the other destinations are not offered", async (page) => {
    await create(page, "Berlin", KINDS["Active Directory, online"]);
    await fill(page, [["Destination", { choose: "Microsoft Entra ID" }]]);
    const methods = panelOf(page).getByRole("radiogroup", { name: "How to rejoin the device" });
    assert.deepEqual(await methods.getByRole("radio").evaluateAll((radios) => radios.map(({ checked }) => checked)), [
      false,
      false,
    ]);
    assert.equal(await methods.getAttribute("aria-invalid"), null);
    assert.equal(await fieldOf(page, "Username").isVisible(), false);
  });

  onPage("a secret is shown only while somebody wants to see it", async (page) => {
    await create(page, "Berlin", KINDS["Active Directory, online"]);
    const password = fieldOf(page, "Password");
    await button(panelOf(page), "Show password").click();
    assert.equal(await password.getAttribute("type"), "text");
    assert.equal(await button(panelOf(page), "Hide password").getAttribute("aria-pressed"), "true");
    await fieldOf(page, "Username").fill("");
    await button(panelOf(page), "Save").click();
    assert.equal(await password.getAttribute("type"), "password");
    assert.equal(await password.getAttribute("maxlength"), null);
  });

  onPage("a key that agents may have is not replaced without asking", async (page) => {
    await create(page, "Berlin", KINDS["Active Directory, offline"]);
    const key = fieldOf(page, "Connection key");
    const first = await key.inputValue();
    const generate = button(panelOf(page), "Generate connection key");
    await generate.click();
    await button(dialog(page), "Keep the present one").click();
    assert.equal(await key.inputValue(), first);
    await generate.click();
    await button(dialog(page), "Replace the key").click();
    await page.waitForFunction(
      ([id, value]) => document.getElementById(id).value !== value,
      [await key.getAttribute("id"), first],
    );
    const second = await key.inputValue();
    assert.equal((await inspect(page, second)).kind, "connection");
    await save(page);

    await button(page, "Edit Berlin").click();
    await panelOf(page).getByText("Stored; leave empty to keep it").waitFor();
    await panelOf(page)
      .getByText((await inspect(page, second)).id)
      .waitFor();
    assert.ok(await button(panelOf(page), "Copy connection key").isDisabled());
    await generate.click();
    await button(dialog(page), "Keep the present one").click();
    assert.equal(await key.inputValue(), "");
  });

  onPage("without randomness there is a message and no key", async (page) => {
    await page.evaluate(() => {
      crypto.getRandomValues = (array) => array;
    });
    await button(page, "Create connection").click();
    await fill(page, [["Source or destination", { choose: "Source" }]]);
    await button(panelOf(page), "Generate configuration key").click();
    assert.ok((await panelOf(page).getByRole("alert").allInnerTexts()).some((text) => text !== ""));
    assert.equal(await fieldOf(page, "Configuration key").inputValue(), "");
  });

  onPage("an issuer that fails is heard, and can be asked again", async (page) => {
    const failing = page.getByLabel("Let the stand-in issuer fail");
    await failing.check();
    await button(page, "Create connection").click();
    const steps = KINDS["Entra ID, bulk token"].filter(([label]) => label !== "Bulk token");
    await fill(page, [["Connection name", "Kiosks"], ...steps]);
    const panel = panelOf(page);
    await button(panel, "Get bulk token").click();
    await panel.getByRole("alert").filter({ hasText: "No token: The stand-in was told to fail" }).waitFor();
    assert.equal(await fieldOf(page, "Bulk token").inputValue(), "");
    await failing.uncheck();
    await fill(page, [["Bulk token", { press: "Get bulk token" }]]);
    await panel.getByText("Latest token").waitFor();
    const first = await fieldOf(page, "Bulk token").inputValue();
    await fill(page, [["Display name", "Wave 2 laptops"]]);
    await button(panel, "Get bulk token").click();
    await panel.getByText("Earlier tokens (1)").waitFor();
    const second = await fieldOf(page, "Bulk token").inputValue();
    assert.notEqual(second, first);
    await save(page);
    await assertNowhere(page, [first, second]);
    await button(page, "Edit Kiosks").click();
    await panel.getByText("Earlier tokens (1)").waitFor();
  });

  onPage("a token is not asked for before its values are right, nor kept when the panel is gone", async (page) => {
    await button(page, "Create connection").click();
    const steps = KINDS["Entra ID, bulk token"].filter(([label]) => label !== "Bulk token");
    await fill(page, [...steps, ["Token expiration duration (days)", "200"]]);
    const panel = panelOf(page);
    await button(panel, "Get bulk token").click();
    await status(page, "Not yet: ");
    const days = fieldOf(page, "Token expiration duration (days)");
    assert.ok(await days.evaluate((input) => input === document.activeElement));
    assert.equal(await days.getAttribute("aria-invalid"), "true");
    await days.fill("ninety");
    await panel.getByText(/^Error: /).waitFor();
    await days.fill("90");
    await button(panel, "Get bulk token").click();
    await button(panel, "Cancel").click();
    await button(dialog(page), "Discard").click();
    await panel.waitFor({ state: "hidden" });
    await page.waitForTimeout(800);
    assert.equal(await page.getByText("The token is here").count(), 0);
  });

  onPage("the form follows the sample context", async (page) => {
    await create(page, "Kiosks", KINDS["Entra ID, enrollment file"]);
    const tenant = fieldOf(page, "Tenant");
    assert.equal(
      await panelOf(page)
        .getByText(/^Error: /)
        .count(),
      0,
    );
    await page.getByLabel("Domain of tenant 1").fill("contoso.example.net");
    await panelOf(page)
      .getByText(/^Error: /)
      .first()
      .waitFor();
    assert.equal(await tenant.getAttribute("aria-invalid"), "true");
    const offered = await tenant.evaluate((input) => [...input.list.options].map(({ value }) => value));
    assert.deepEqual(offered, ["contoso.example.net", "fabrikam.onmicrosoft.com"]);
    await tenant.fill("contoso.example.net");
    assert.equal(await tenant.getAttribute("aria-invalid"), null);

    await fill(page, [
      ["Source or destination", { choose: "Source" }],
      ["Create a local administrator on device", true],
    ]);
    await page.getByLabel("Least length").fill("12");
    await panelOf(page).getByText("at least 12 characters").waitFor();
    await page.getByLabel("Least length").fill("0");
    await page.getByRole("alert").filter({ hasText: "minLength" }).waitFor();
    await panelOf(page).getByText("at least 12 characters").waitFor();
  });

  onPage("the focus goes where the work is, and comes back", async (page) => {
    await button(page, "Create connection").focus();
    await page.keyboard.press("Enter");
    assert.ok(await fieldOf(page, "Connection name").evaluate((input) => input === document.activeElement));
    await button(panelOf(page), "Close").click();
    assert.ok(await button(page, "Create connection").evaluate((element) => element === document.activeElement));
    await create(page, "Berlin", KINDS["Active Directory, offline"]);
    await save(page);
    assert.ok(await button(page, "Berlin").evaluate((element) => element === document.activeElement));
  });

  onPage("what is typed is gone when the page is left", async (page) => {
    await create(page, "Berlin", KINDS["Active Directory, online"]);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    await assertNowhere(page, [SECRETS.account]);
    assert.equal(await page.locator("input[type=password]").count(), 0);
  });

  onPage(
    "a narrow screen shows all of it",
    async (page) => {
      for (const [kind, steps] of Object.entries(KINDS)) {
        if (kind === "source") continue;
        await create(page, kind, steps);
        const [wide, room] = await page.evaluate(() => {
          const panel = document.getElementById("panel");
          return [Math.max(panel.scrollWidth, document.documentElement.scrollWidth), innerWidth];
        });
        assert.ok(wide <= room, `${kind}: ${wide} pixels on a screen of ${room}`);
        await save(page);
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    },
    { viewport: { width: 320, height: 640 } },
  );

  test("the browser lets nothing out", async () => {
    const { page, close } = await openPage(browser);
    const origin = new URL(page.url()).origin;
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await create(page, "Berlin", KINDS["Active Directory, online"]);
    await save(page);
    assert.deepEqual(
      asked.filter((url) => new URL(url).origin !== origin),
      [],
    );
    const refused = await page.evaluate(() =>
      fetch(location.href).then(
        () => false,
        () => true,
      ),
    );
    assert.ok(refused);
    const markup = await page.evaluate(() => {
      try {
        document.body.innerHTML = "<p>";
        return "allowed";
      } catch (error) {
        return error.name;
      }
    });
    assert.equal(markup, "TypeError");
    await close();
  });
});

describe("the clipboard", () => {
  for (const [way, spoil] of [
    ["the clipboard", () => {}],
    [
      "a selection, where the clipboard is refused",
      () => Object.defineProperty(navigator, "clipboard", { value: undefined }),
    ],
  ]) {
    onPage(`a generated key is a key, and is copied by ${way}`, async (page) => {
      await page.evaluate(spoil);
      await create(page, "Berlin", KINDS.source);
      const key = await fieldOf(page, "Configuration key").inputValue();
      const info = await inspect(page, key);
      assert.equal(info.kind, "configuration");
      await panelOf(page).getByText(info.id).waitFor();
      await button(panelOf(page), "Copy configuration key").click();
      await status(page, "Configuration key copied");
      const name = fieldOf(page, "Connection name");
      await name.fill("");
      await name.press("ControlOrMeta+V");
      assert.equal(await name.inputValue(), key);
    });
  }
});
