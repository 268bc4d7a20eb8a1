// The page in every language: its own words, and those of the form.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { launch, openPage } from "./helpers.mjs";

const FOLDER = new URL("../words/", import.meta.url);
const words = await Promise.all(
  readdirSync(FOLDER).map(async (file) => [file.replace(".mjs", ""), (await import(new URL(file, FOLDER))).default]),
);
const of = Object.fromEntries(words);

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("every language has every word, with the same values in it", () => {
  const params = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const [tag, texts] of words) {
    assert.deepEqual(Object.keys(texts), Object.keys(of.en), tag);
    for (const [name, text] of Object.entries(texts)) {
      assert.ok(text !== "", `${tag}.${name}`);
      assert.deepEqual(params(text), params(of.en[name]), `${tag}.${name}`);
    }
  }
});

test("the page says every word that it has, and no other", () => {
  const folder = new URL("../", import.meta.url);
  const files = readdirSync(folder).filter((name) => /\.(mjs|html)$/.test(name));
  const text = files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  for (const name of Object.keys(of.en)) assert.match(text, new RegExp(`"${name}"`), name);
  for (const [, name] of text.matchAll(/\b(?:say|sayWith)\("(\w+)"/g)) assert.ok(name in of.en, name);
  for (const [, name] of text.matchAll(/data-say="(\w+)"/g)) assert.ok(name in of.en, name);
});

test("the browser's language is chosen at first, by its region, too", async () => {
  const { page, complaints, close } = await openPage(browser, { locale: "fr-CA" });
  await page.getByRole("heading", { level: 1, name: "Connexions" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  assert.equal(await page.title(), "Connexions - Rejoin");
  assert.deepEqual(complaints, []);
  await close();
});

test("a change of the language keeps what was typed", async () => {
  const { page, complaints, close } = await openPage(browser);
  const choose = (tag) => page.locator("#language").selectOption(tag);
  await page.getByRole("button", { name: "Create connection" }).click();
  await page.getByLabel("Connection name", { exact: true }).fill("=1");
  await page.getByRole("radio", { name: "Source", exact: true }).check();
  await page.getByLabel("Client secret", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Save" }).click();
  for (const [tag, label, message] of [
    ["de", "Verbindungsname", "Beginnen Sie „Verbindungsname“ mit einem Buchstaben oder einer Ziffer"],
    ["fr", "Nom de la connexion", "Commencez «\u00a0Nom de la connexion\u00a0» par une lettre ou un chiffre"],
    ["ja", "接続名", "「接続名」は文字または数字で始めてください"],
    ["ko", "연결 이름", "“연결 이름”을(를) 문자나 숫자로 시작하세요"],
    ["en", "Connection name", "Start Connection name with a letter or a digit"],
  ]) {
    await choose(tag);
    const field = page.getByLabel(label, { exact: true });
    await field.waitFor();
    assert.equal(await field.inputValue(), "=1");
    await page.getByText(message).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), tag);
    assert.equal(await page.getByRole("button", { name: of[tag].save, exact: true }).count(), 1);
    assert.equal(await page.locator("#field-clientSecret").inputValue(), "short");
    const text = await page.locator("body").innerText();
    assert.doesNotMatch(text, /\{\w+\}|undefined/);
    for (const name of ["none", "private", "sample"]) assert.ok(text.includes(of[tag][name]), `${tag}.${name}`);
  }
  assert.deepEqual(complaints, []);
  await close();
});
