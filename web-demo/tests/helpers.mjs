// A real browser on the real page, and how a person fills the form: by labels, roles and what stands on the buttons.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../bindings-wasm/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const { REJOIN_BROWSER, REJOIN_DEMO_URL } = process.env;

/** Arguments that keep the browser to itself. */
const QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts the browser that `cargo xtask test --only page` found. */
export function launch() {
  if (REJOIN_BROWSER === undefined || REJOIN_DEMO_URL === undefined) {
    throw new Error("These tests need a browser and a served page: run them by `cargo xtask test --only page`");
  }
  // Without its sandbox only where it cannot have one.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: REJOIN_BROWSER, args: [...QUIET, ...sandbox] });
}

/** Opens the page in a fresh profile. `complaints` collects what the browser says against it. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.stack ?? String(error)));
  page.on("requestfailed", (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(REJOIN_DEMO_URL);
  page.setDefaultTimeout(15_000);
  return { page, complaints, close: () => context.close() };
}

/** The panel that is open. */
export const panelOf = (page) => page.getByRole("region", { name: /^(Create|Edit) connection$/ });

/** The entry of a connection in the list. */
export const entryOf = (page, name) =>
  page.getByRole("listitem").filter({ has: page.getByRole("button", { name, exact: true }) });

/** A field by its label. */
export const fieldOf = (page, label) => panelOf(page).getByLabel(label, { exact: true });

/** Fills the fields of the panel: a text is typed, `true` ticks, `{ choose }` picks, `{ press }` presses a button. */
export async function fill(page, steps) {
  const panel = panelOf(page);
  for (const [label, value] of steps) {
    if (value === true) await fieldOf(page, label).check();
    else if (typeof value === "string") await fieldOf(page, label).fill(value);
    else if (value.choose !== undefined) {
      await panel
        .getByRole("radiogroup", { name: label })
        .getByRole("radio", { name: value.choose, exact: true })
        .check();
    } else {
      await panel.getByRole("button", { name: value.press, exact: true }).click();
      // What a button brings may take time.
      await page.waitForFunction(
        (id) => document.getElementById(id).value !== "",
        await fieldOf(page, label).getAttribute("id"),
      );
    }
  }
}

/** Secrets that occur nowhere by chance. */
export const SECRETS = {
  client: "Qz8Q~canary-client-secret-0123456789abcd",
  administrator: "Canary-Kettle-71",
  account: "Canary-Bridge-42",
};

const role = (choose) => ["Source or destination", { choose }];
const destination = (choose) => ["Destination", { choose }];
const method = (choose) => ["How to rejoin the device", { choose }];

const ACCOUNT = [
  ["Username", "CORP\\svc-rejoin"],
  ["Password", SECRETS.account],
  ["Destination domain name", "corp.contoso.com"],
];
const CONNECTION_KEY = ["Connection key", { press: "Generate connection key" }];
const TENANT = [
  ["Tenant", "contoso.onmicrosoft.com"],
  ["App profile", "Fly for Device"],
];
const SOURCE = [
  ["AvePoint Online Services application (client) ID", "4aeeb44e-325a-4002-a36d-2986b65cad0a"],
  ["Client secret", SECRETS.client],
  ["Configuration key", { press: "Generate configuration key" }],
];

/** The kinds of connection, each with the steps that fill its form; all begin with a name. */
export const KINDS = {
  source: [role("Source"), ...SOURCE],
  "source with a local administrator": [
    role("Source"),
    ...SOURCE,
    ["Create a local administrator on device", true],
    ["Local administrator username", "rejoin-keeper"],
    ["Local administrator password", SECRETS.administrator],
    ["Connect source Microsoft Entra ID", true],
  ],
  "Active Directory, online": [
    role("Destination"),
    destination("Active Directory"),
    method("Rejoin online using AD user credentials"),
    ...ACCOUNT,
  ],
  "Active Directory, offline": [
    role("Destination"),
    destination("Active Directory"),
    method("Rejoin offline using agent"),
    CONNECTION_KEY,
  ],
  "Hybrid Identity, online": [
    role("Destination"),
    destination("Hybrid Identity"),
    ...TENANT,
    method("Rejoin online using AD user credentials"),
    ...ACCOUNT,
  ],
  "Hybrid Identity, offline": [
    role("Destination"),
    destination("Hybrid Identity"),
    ...TENANT,
    method("Rejoin offline using agent"),
    CONNECTION_KEY,
  ],
  "Entra ID, bulk token": [
    role("Destination"),
    destination("Microsoft Entra ID"),
    ...TENANT,
    method("Rejoin online using Microsoft Entra ID app and bulk token"),
    ["Display name", "Wave 1 laptops"],
    ["Token expiration duration (days)", "90"],
    ["Bulk token", { press: "Get bulk token" }],
  ],
  "Entra ID, enrollment file": [
    role("Destination"),
    destination("Microsoft Entra ID"),
    ...TENANT,
    method("Rejoin offline using an enrollment file"),
    ["Bulk enrollment file path", "\\\\files.contoso.com\\rejoin\\bulk.ppkg"],
  ],
};

/** Opens the panel and fills it. */
export async function create(page, name, steps) {
  await page.getByRole("button", { name: "Create connection", exact: true }).click();
  await fill(page, [["Connection name", name], ...steps]);
}

/** Every text in the secret fields of the panel. */
export async function secretsIn(page) {
  return panelOf(page)
    .locator("input[type=password]")
    .evaluateAll((inputs) => inputs.map(({ value }) => value).filter(Boolean));
}

/** Presses Save, which closes the panel. */
export async function save(page) {
  await panelOf(page).getByRole("button", { name: "Save", exact: true }).click();
  const summary = panelOf(page).getByRole("group", { name: "There is a problem" });
  if (await summary.isVisible()) assert.fail(await summary.innerText());
  await panelOf(page).waitFor({ state: "hidden" });
}

/** Fails if one of the secrets is in the page, in what it stores, or in its address. */
export async function assertNowhere(page, secrets) {
  assert.ok(secrets.length > 0 || secrets === NONE);
  const places = await page.evaluate(async () => {
    const controls = [...document.querySelectorAll("input, textarea, select")].map(({ value }) => value);
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    return [
      document.documentElement.outerHTML,
      ...controls,
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
      location.href,
      JSON.stringify(history.state),
      ...databases,
    ].join("\n");
  });
  for (const secret of secrets) assert.ok(!places.includes(secret), "a secret is left in the page");
}

/** For a connection that has no secret. */
export const NONE = [];
