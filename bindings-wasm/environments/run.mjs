// Packs the package, and for each environment installs it in an empty folder, builds, runs, and looks at what came out.

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { ENVIRONMENTS } from "./environments.mjs";
import { checksum, probe } from "./fixtures/probe.js";
import { NotAvailable, run, Workplace } from "./tools.mjs";

const { values } = parseArgs({
  options: {
    package: { type: "string" },
    work: { type: "string" },
    only: { type: "string", multiple: true, default: [] },
    light: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

const names = ENVIRONMENTS.map(({ name }) => name);
if (values.list) {
  for (const { name, about, heavy } of ENVIRONMENTS) console.log(`  ${name.padEnd(16)}${about}${heavy ? " (heavy)" : ""}`);
  process.exit();
}
const unknown = values.only.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`error: there is no environment ${unknown}; there are ${names.join(", ")}`);
  process.exit(2);
}

const work = resolve(values.work);
const tarball = await pack(resolve(values.package), work);
const expected = await expectation(resolve(values.package));
const browser = shared(launch);
const wanted = ENVIRONMENTS.filter(({ name, heavy }) => (values.only.length > 0 ? values.only.includes(name) : !(values.light && heavy)));
const results = [];
for (const { name, about, test } of wanted) {
  const workplace = new Workplace({ name, folder: join(work, name), tarball, expected, browser: browser.get });
  const start = performance.now();
  let outcome = "passed";
  let why = about;
  try {
    await workplace.open();
    why = (await test(workplace)) ?? about;
  } catch (error) {
    outcome = error instanceof NotAvailable ? "not available here" : "FAILED";
    why = error instanceof NotAvailable ? error.message : (error.stack ?? String(error));
  }
  const seconds = (performance.now() - start) / 1000;
  results.push({ name, outcome, seconds, megabytes: size(workplace.folder) / 1e6 });
  console.log(`${name}: ${outcome}, ${seconds.toFixed(1)} s\n  ${why.replaceAll("\n", "\n  ")}`);
}
await browser.close();

console.log(`\n${"environment".padEnd(16)}${"result".padEnd(20)}${"seconds".padStart(8)}${"MB".padStart(8)}`);
for (const { name, outcome, seconds, megabytes } of results) {
  console.log(`${name.padEnd(16)}${outcome.padEnd(20)}${seconds.toFixed(1).padStart(8)}${megabytes.toFixed(0).padStart(8)}`);
}
const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
console.log(`${count("passed")} passed, ${count("FAILED")} failed, ${count("not available here")} not available here`);
process.exitCode = count("FAILED") > 0 ? 1 : 0;

/** Packs the package as it is published, and gives the file. */
async function pack(directory, work) {
  const folder = join(work, "tarball");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run("npm", ["pack", directory, "--pack-destination", folder, "--ignore-scripts", "--loglevel=error"]);
  return join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")));
}

/** What the probe finds in the package as it was built, which other tests have found to be right. */
async function expectation(directory) {
  const found = probe(await import(pathToFileURL(join(directory, "dist/index.js")).href));
  const modules = ["form.wasm", "bulk.wasm"].map((name) => checksum(readFileSync(join(directory, "../wasm", name))));
  if (found.compiled.join() !== modules.join()) throw new Error("the text of a module is not its bytes");
  return JSON.parse(JSON.stringify(found));
}

/** A browser that is started when the first page is opened. */
async function launch() {
  if (process.env.REJOIN_BROWSER === undefined) throw new Error("REJOIN_BROWSER names no browser: run this by `cargo xtask environments`");
  const { chromium } = await import("playwright-core");
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: process.env.REJOIN_BROWSER, args: ["--disable-gpu", ...sandbox] });
}

/** Something that is made once, when it is first asked for. */
function shared(make) {
  let made;
  return { get: () => (made ??= make()), close: async () => (await made?.catch(() => undefined))?.close() };
}

/** The bytes of all files in a folder. */
function size(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true })) {
    const file = statSync(join(folder, entry), { throwIfNoEntry: false });
    if (file?.isFile()) bytes += file.size;
  }
  return bytes;
}
