// Each block of the package's README, where it says that it runs.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { bundle, launch, open, PAGE } from "./helpers.mjs";

const README = await readFile(new URL("../README.md", import.meta.url), "utf8");
const blocks = (kind) => [...README.matchAll(/```([^\n]+)\n([^]*?)```/g)].filter(([, of]) => of === kind).map(([, , code]) => code);
const expected = (code) => [...code.matchAll(/console\.log\(.*\);? *\/\/ (.*)/g)].map(([, text]) => text.trim());

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("every block is of a kind that runs here", () => {
  const all = [...README.matchAll(/```([^\n]+)\n/g)].map(([, kind]) => kind);
  assert.deepEqual(all, ["html", "js bundler", "jsx", "jsx", "js"]);
});

test("the plain page saves a connection", async () => {
  const [html] = blocks("html");
  const { page, complaints, close } = await open(browser, `<!doctype html><html lang="en"><title>Page</title>${html}`);
  const printed = [];
  page.on("console", (message) => printed.push(message.text()));
  await page.locator("[name=role]").selectOption("destination");
  await page.locator("[name=destination]").selectOption("activeDirectory");
  await page.locator("[name=rejoinMethod]").selectOption("offlineAgent");
  await page.getByLabel("Connection key").fill("rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Enter a name for the connection" }).click();
  await page.keyboard.type("EMEA laptops");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForTimeout(100);
  assert.deepEqual(printed, ["EMEA laptops"]);
  assert.deepEqual(complaints, []);
  await close();
});

test("what is bundled prints what it says", async () => {
  const [code] = blocks("js bundler");
  // Its lines are printed before anybody could listen.
  const script = await bundle(`globalThis.printed = []; console.log = (text) => printed.push(String(text)); ${code.replace(/^import.*$/m, "")}
    globalThis.done = true; ${code.match(/^import.*$/m)[0]}`, { loader: "js" });
  const { page, complaints, close } = await open(browser, PAGE, { "page.js": script });
  await page.waitForFunction(() => globalThis.done);
  assert.deepEqual(await page.evaluate(() => printed), expected(code));
  assert.deepEqual(complaints, []);
  await close();
});

test("the React examples show a message", async () => {
  const messages = ["Start Connection name with a letter or a digit", "Enter a name for the connection"];
  for (const [number, code] of blocks("jsx").entries()) {
    const { page, complaints, close } = await open(browser, PAGE, { "page.js": await bundle(code) });
    const name = page.getByLabel("Connection name");
    await name.fill(number === 0 ? "=1" : "");
    await name.blur();
    await page.getByText(messages[number]).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  }
});

test("the Node example prints what it says", () => {
  const [code] = blocks("js");
  const cwd = new URL("../../target/consumer/", import.meta.url);
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { cwd, encoding: "utf8" });
  assert.deepEqual(printed.trim().split("\n"), expected(code));
});
