// The environments: each installs the packed package in an empty folder, builds it in its own way, and runs it.
//
// `test` gets the folder (see `Workplace` in tools.mjs), throws for what does not work, and may give a remark.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";

import { NotAvailable, tool } from "./tools.mjs";

const require = createRequire(import.meta.url);

/** A policy under which a page runs what comes from its own host, and WebAssembly, and nothing else. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The most bytes of the packed package. It moves in the commit that moves the size; the aim is 300,000. */
const CEILING = 368_000;

const ENTRY = "./node_modules/rejoin/dist";

/** @type {readonly { name: string, about: string, heavy?: boolean, test: (place: import("./tools.mjs").Workplace) => Promise<string | void> }[]} */
export const ENVIRONMENTS = [
  { name: "contents", about: "what is in the packed package", test: contents },
  { name: "publint", about: "publint has nothing to say", test: publint },
  { name: "attw", about: "every way to resolve the types finds them", test: attw },
  { name: "typescript", about: "tsc: bundler, node16, nodenext; ESM and CommonJS", test: typescript },
  { name: "node", about: "the Node that runs this: import and require", test: (place) => inNode(place, process.execPath) },
  { name: "page", about: "a page without a bundler, by an import map", test: page },
  { name: "csp", about: "a page with a strict policy and Trusted Types", test: csp },
  { name: "worker", about: "a Web Worker, without a bundler", test: worker },
  { name: "esbuild", about: "esbuild: ESM, CommonJS, IIFE; UTF-8 and ASCII", test: esbuild },
  { name: "html", about: "a page in one file, opened from disk", test: html },
  { name: "latin1", about: "a script that is read in the wrong encoding", test: latin1 },
  { name: "rollup", about: "Rollup and Terser", test: rollup },
  { name: "vite", about: "Vite: development server, build, worker, slim", test: vite },
  { name: "webpack", about: "webpack: for the web, for Node, slim", test: webpack },
  { name: "jest", about: "Jest: CommonJS, in Node and in jsdom", test: jest },
  { name: "vitest", about: "Vitest", test: vitest },
  { name: "next", about: "Next.js: server and client component, Turbopack and webpack", heavy: true, test: next },
  { name: "deno", about: "Deno", heavy: true, test: deno },
  { name: "bun", about: "Bun: run and bundle", heavy: true, test: bun },
  { name: "workerd", about: "Cloudflare Workers (workerd)", heavy: true, test: workerd },
  { name: "node22", about: "Node 22", heavy: true, test: (place) => otherNode(place, "22.23.3") },
  { name: "node24", about: "Node 24", heavy: true, test: (place) => otherNode(place, "24.21.0") },
  { name: "node26", about: "Node 26", heavy: true, test: (place) => otherNode(place, "26.10.0") },
];

async function contents(place) {
  const packed = statSync(place.tarball).size;
  const { default: manifest } = { default: JSON.parse(place.read(ENTRY, "../package.json")) };
  assert.equal(manifest.sideEffects, false);
  assert.equal(manifest.scripts, undefined, "the package has scripts");
  assert.equal(manifest.dependencies, undefined, "the package has dependencies");
  const list = await place.run("tar", ["--list", "--file", place.tarball]);
  const files = list.trim().split("\n").map((name) => name.replace("package/", ""));
  for (const needed of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) assert.ok(files.includes(needed), `${needed} is missing`);
  assert.deepEqual(files.filter((name) => /\.(map|ts|tsbuildinfo)$/.test(name) && !name.endsWith(".d.ts")), []);
  assert.ok(packed <= CEILING, `the packed package has ${packed} bytes, more than ${CEILING}`);
  return `${packed} bytes packed, ${files.length} files`;
}

async function publint(place) {
  const { publint } = await import("publint");
  const { formatMessage } = await import("publint/utils");
  const { messages, pkg } = await publint({ pkgDir: place.at("node_modules/rejoin"), strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
}

/** `slim` is ESM only, which `require` takes since Node 20.19; resolution as before `exports` is not supported. */
async function attw(place) {
  const ignored = ["--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm", "--exclude-entrypoints", "form.wasm"];
  await place.node(tool("@arethetypeswrong/cli"), place.tarball, "--no-color", "--format", "ascii", ...ignored);
}

async function typescript(place) {
  place.copy("consumer.ts");
  place.write("consumer.cts", place.read("consumer.ts"));
  const strict = ["--strict", "--noEmit", "--skipLibCheck", "false", "--lib", "es2022,dom", "--types", ""];
  for (const resolution of [["esnext", "bundler"], ["node16", "node16"], ["nodenext", "nodenext"]]) {
    const files = resolution[1] === "bundler" ? ["consumer.ts"] : ["consumer.ts", "consumer.cts"];
    await place.node(tool("typescript/tsc"), ...files, ...strict, "--module", resolution[0], "--moduleResolution", resolution[1]);
  }
}

/** Runs the probe in a Node: as ESM, and as CommonJS. */
async function inNode(place, node) {
  place.copy("all.js", "probe.js");
  place.check(await place.run(node, ["all.js"]));
  await commonJsProbe(place);
  place.write("all.cjs", `console.log(JSON.stringify(require("./probe.cjs").probe(require("rejoin"))));\n`);
  place.check(await place.run(node, ["all.cjs"]));
  return (await place.run(node, ["--version"])).trim();
}

async function otherNode(place, version) {
  const kind = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  await place.needs(`${kind}@${version}`);
  return inNode(place, place.at("node_modules", kind, "bin/node"));
}

async function commonJsProbe(place) {
  await bundle(place, { stdin: { contents: 'export * from "./probe.js";', resolveDir: place.folder }, format: "cjs", outfile: place.at("probe.cjs") });
}

/** A page of the folder that runs a script. */
const pageWith = (script, before = "") => `<!doctype html><meta charset="utf-8"><title>x</title>${before}${script}`;

const byPath = (place, name, entry = "index") => place.read(name).replace('"rejoin"', `"${ENTRY}/${entry}.js"`);

async function page(place) {
  place.copy("all.js", "probe.js");
  const map = `<script type="importmap">{ "imports": { "rejoin": "${ENTRY}/index.js", "rejoin/slim": "${ENTRY}/slim.js" } }</script>`;
  place.write("index.html", pageWith('<script type="module" src="all.js"></script>', map));
  place.check(await place.page("index.html"));
  place.copy("slim.js");
  place.write("address.js", `export const form = new URL("${ENTRY}/form.wasm", import.meta.url);\n`);
  place.write("slim.html", pageWith('<script type="module" src="slim.js"></script>', map));
  place.check(await place.page("slim.html"), { loaded: true });
}

async function csp(place) {
  place.copy("all.js", "probe.js");
  place.write("all.js", byPath(place, "all.js"));
  place.write("index.html", pageWith('<script type="module" src="all.js"></script>'));
  place.check(await place.page("index.html", { headers: () => ({ "content-security-policy": POLICY }) }));
  // Without the permission, the browser says which one is missing.
  const without = () => ({ "content-security-policy": POLICY.replace(" 'wasm-unsafe-eval'", "") });
  await assert.rejects(place.page("index.html", { headers: without }), /CompileError.*unsafe-eval/);
}

async function worker(place) {
  place.copy("all.js", "probe.js");
  place.write("all.js", byPath(place, "all.js"));
  place.write("main.js", WORKER);
  place.write("index.html", pageWith('<script type="module" src="main.js"></script>'));
  place.check(await place.page("index.html", { headers: () => ({ "content-security-policy": POLICY.replace(/; require.*/, "") }) }));
}

const WORKER = `const worker = new Worker(new URL("./all.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => { globalThis.found = data; };
worker.onerror = (event) => { globalThis.found = String(event.message); };
`;

/** esbuild, with what is the same in every use of it. */
async function bundle(place, options) {
  const { build } = await import("esbuild");
  return build({ absWorkingDir: place.folder, bundle: true, logLevel: "silent", ...options });
}

/** Fails unless a bundle of a page with one form is without the second module. */
function formOnly(place, file) {
  const script = place.read(file);
  assert.ok(script.includes("formOpen"), "there is no form in it");
  assert.ok(!script.includes("batchOpen"), `the second module is in a page with one form, of ${script.length} characters`);
}

async function esbuild(place) {
  place.copy("all.js", "form.js", "probe.js");
  for (const charset of ["utf8", "ascii"]) {
    for (const [format, extension] of [["esm", "mjs"], ["cjs", "cjs"], ["iife", "cjs"]]) {
      const outfile = place.at(`all.${charset}.${format}.${extension}`);
      await bundle(place, { entryPoints: ["all.js"], charset, format, minify: true, outfile });
      place.check(await place.node(outfile));
      if (charset === "ascii") assert.match(readFileSync(outfile, "latin1"), /^[\x00-\x7f]*$/);
    }
  }
  place.write("require.cjs", place.read("all.js").replace(/import (\{.*?\}) from/g, "const $1 = require(").replaceAll(/(require\( "[^"]+")/g, "$1)"));
  await bundle(place, { entryPoints: ["require.cjs"], platform: "node", outfile: place.at("required.cjs") });
  place.check(await place.node("required.cjs"));
  await bundle(place, { entryPoints: ["form.js"], format: "esm", minify: true, charset: "utf8", outfile: place.at("form.min.js") });
  formOnly(place, "form.min.js");
  place.write("index.html", pageWith('<script src="all.utf8.iife.cjs"></script>'));
  place.check(await place.page("index.html", { types: { ".cjs": "text/javascript; charset=utf-8" } }));
}

async function html(place) {
  place.copy("all.js", "probe.js");
  for (const format of ["esm", "iife"]) {
    const { outputFiles } = await bundle(place, { entryPoints: ["all.js"], charset: "utf8", format, minify: true, write: false });
    const type = format === "esm" ? ' type="module"' : "";
    place.write(`${format}.html`, pageWith(`<script${type}>${outputFiles[0].text}</script>`));
    place.check(await place.visit(`file://${place.at(`${format}.html`)}`));
  }
}

async function latin1(place) {
  place.copy("all.js", "probe.js");
  const types = { ".html": "text/html; charset=iso-8859-1", ".js": "text/javascript" };
  for (const charset of ["utf8", "ascii"]) {
    await bundle(place, { entryPoints: ["all.js"], charset, format: "iife", minify: true, outfile: place.at(`${charset}.js`) });
    place.write(`${charset}.html`, `<!doctype html><title>x</title><script src="${charset}.js"></script>`);
  }
  place.check(await place.page("ascii.html", { types }));
  await assert.rejects(place.page("utf8.html", { types }), /UTF-8/);
  return "as UTF-8 it says so, escaped to ASCII it works";
}

async function rollup(place) {
  place.copy("all.js", "form.js", "probe.js");
  const { rollup } = await import("rollup");
  const { nodeResolve } = await import("@rollup/plugin-node-resolve");
  const { default: terser } = await import("@rollup/plugin-terser");
  for (const [entry, format, ascii_only] of [["all", "es", false], ["all", "iife", true], ["form", "es", false]]) {
    const built = await rollup({ input: place.at(`${entry}.js`), plugins: [nodeResolve({ browser: true })], onLog: (_, log) => { throw new Error(log.message); } });
    const file = `${entry}.${format}.js`;
    await built.write({ file: place.at(file), format, plugins: [terser({ format: { ascii_only } })] });
    if (entry === "form") formOnly(place, file);
    else {
      place.write(`${format}.html`, pageWith(`<script${format === "es" ? ' type="module"' : ""} src="${file}"></script>`));
      place.check(await place.page(`${format}.html`));
    }
  }
}

async function vite(place) {
  place.copy("all.js", "form.js", "probe.js", "slim.js");
  place.write("address.js", 'export { default as form } from "rejoin/form.wasm?url";\n');
  place.write("worker.js", WORKER);
  const { build, createServer } = await import("vite");
  const common = { root: place.folder, base: "./", configFile: false, logLevel: "error", cacheDir: place.at(".vite") };
  for (const entry of ["all", "form", "slim", "worker"]) {
    place.write(`${entry}.html`, pageWith(`<script type="module" src="./${entry}.js"></script>`));
    const output = { entryFileNames: "[name].js", assetFileNames: "[name][extname]" };
    await build({ ...common, build: { target: "es2022", outDir: `dist-${entry}`, rolldownOptions: { input: place.at(`${entry}.html`), output } }, worker: { format: "es" } });
    const found = await place.page(`dist-${entry}/${entry}.html`);
    if (entry === "form") formOnly(place, "dist-form/form.js");
    else place.check(found, { loaded: entry === "slim" });
  }
  const server = await createServer({ ...common, base: "/", server: { host: "127.0.0.1", port: Number(await freePort()) } });
  try {
    await server.listen();
    const url = server.resolvedUrls.local[0];
    for (const entry of ["all", "slim"]) place.check(await place.visit(`${url}${entry}.html`), { loaded: entry === "slim" });
  } finally {
    await server.close();
  }
}

async function webpack(place) {
  place.copy("all.js", "form.js", "probe.js", "slim.js");
  place.write("address.js", 'export const form = new URL("rejoin/form.wasm", import.meta.url);\n');
  place.write("worker.js", WORKER);
  place.write("required.cjs", 'console.log(JSON.stringify(require("./probe.js").probe(require("rejoin"))));\n');
  const { default: webpack } = await import("webpack");
  const build = (entry, target, file) => new Promise((resolve, reject) => {
    const options = { mode: "production", context: place.folder, entry: `./${file}`, target, output: { path: place.at(`dist-${entry}`), filename: `main.${target === "node" ? "cjs" : "js"}` }, performance: false };
    webpack(options, (error, stats) => (error ?? stats.hasErrors() ? reject(error ?? new Error(stats.toString("errors-only"))) : resolve()));
  });
  for (const entry of ["all", "form", "slim", "worker"]) {
    await build(entry, "web", `${entry}.js`);
    place.write(`dist-${entry}/index.html`, pageWith('<script src="main.js"></script>'));
    const found = await place.page(`dist-${entry}/index.html`);
    if (entry === "form") formOnly(place, "dist-form/main.js");
    else place.check(found, { loaded: entry === "slim" });
  }
  await build("node", "node", "required.cjs");
  place.check(await place.node("dist-node/main.cjs"));
}

async function jest(place) {
  place.copy("probe.js");
  await commonJsProbe(place);
  place.write("expected.json", JSON.stringify(place.expected));
  place.write("rejoin.test.cjs", `const { probe } = require("./probe.cjs");
test("the package works", () => {
  expect(JSON.parse(JSON.stringify(probe(require("rejoin"))))).toEqual(require("./expected.json"));
});
`);
  for (const testEnvironment of ["node", require.resolve("jest-environment-jsdom")]) {
    const config = { testEnvironment, rootDir: place.folder, testMatch: ["**/*.test.cjs"], cacheDirectory: place.at(".jest") };
    await place.node(tool("jest"), "--config", JSON.stringify(config));
  }
}

async function vitest(place) {
  place.copy("probe.js");
  place.write("expected.json", JSON.stringify(place.expected));
  place.write("rejoin.test.js", `import { probe } from "./probe.js";
import * as rejoin from "rejoin";
import expected from "./expected.json";
test("the package works", () => expect(JSON.parse(JSON.stringify(probe(rejoin)))).toEqual(expected));
`);
  await place.node(tool("vitest"), "run", "--root", place.folder, "--globals");
}

async function next(place) {
  await place.needs("next@16.4.6", "react@19.3.1", "react-dom@19.3.1");
  place.copy("next/app", "probe.js");
  place.write("next.config.mjs", "export default {};\n");
  const script = require.resolve("next/dist/bin/next", { paths: [place.folder] });
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  for (const bundler of ["--turbopack", "--webpack"]) {
    await place.run(process.execPath, [script, "build", bundler], env);
    const port = await freePort();
    const server = spawn(process.execPath, [script, "start", "--port", port, "--hostname", "127.0.0.1"], { cwd: place.folder, env: { ...process.env, ...env }, stdio: "ignore" });
    try {
      await answers(`http://127.0.0.1:${port}/`);
      const { client, server } = await place.visit(`http://127.0.0.1:${port}/`);
      // It was asked once before, and then compiled the modules.
      place.check(server, { loaded: true });
      place.check(client);
    } finally {
      server.kill();
    }
  }
}

async function deno(place) {
  await place.needs("deno@2.9.6");
  place.copy("all.js", "probe.js");
  const binary = program(place, ["@deno/linux-x64-glibc/deno", "@deno/darwin-arm64/deno", "@deno/darwin-x64/deno", "@deno/win32-x64/deno.exe"]);
  place.check(await place.run(binary, ["run", "--allow-read", "all.js"], { DENO_NO_UPDATE_CHECK: "1" }));
}

async function bun(place) {
  await place.needs("bun@1.4.5");
  place.copy("all.js", "form.js", "probe.js");
  const binary = program(place, ["@oven/bun-linux-x64/bin/bun", "@oven/bun-linux-x64-baseline/bin/bun", "@oven/bun-darwin-aarch64/bin/bun", "@oven/bun-windows-x64/bin/bun.exe"]);
  place.check(await place.run(binary, ["run", "all.js"]));
  await place.run(binary, ["build", "all.js", "--minify", "--target", "browser", "--outfile", "all.min.js"]);
  place.write("index.html", pageWith('<script type="module" src="all.min.js"></script>'));
  place.check(await place.page("index.html"));
  await place.run(binary, ["build", "form.js", "--minify", "--target", "browser", "--outfile", "form.min.js"]);
  formOnly(place, "form.min.js");
}

async function workerd(place) {
  await place.needs("miniflare@4.20260730.0");
  place.copy("probe.js");
  place.write("worker.js", `import { Form, generateKey, inspectKey, keyFromBytes, validate, validateBatch, validateJson } from "rejoin";
import { probe } from "./probe.js";
export default { fetch: () => Response.json(probe({ Form, generateKey, inspectKey, keyFromBytes, validate, validateBatch, validateJson })) };
`);
  place.write("form.js", `import { validate, validateJson } from "rejoin";
const said = () => { try { return validateJson("{}"); } catch (error) { return error.message; } };
export default { fetch: () => Response.json([validate({}).issues.length > 0, said()]) };
`);
  await bundle(place, { entryPoints: ["worker.js", "form.js"], format: "esm", conditions: ["workerd", "worker"], outdir: place.at("dist"), loader: { ".wasm": "copy" }, assetNames: "[name]" });
  const miniflare = await import(require.resolve("miniflare", { paths: [place.folder] }));
  const { Miniflare } = miniflare.default ?? miniflare;
  const ask = async (script, compatibilityDate) => {
    const modules = [["ESModule", script], ["CompiledWasm", "form.wasm"]].map(([type, name]) => ({ type, path: place.at("dist", name) }));
    const host = new Miniflare({ modulesRoot: place.at("dist"), modules, compatibilityDate });
    return (await host.dispatchFetch("http://host/")).text().finally(() => host.dispose());
  };
  place.check(await ask("worker.js", "2026-05-01"), { loaded: true });
  const [checked, said] = JSON.parse(await ask("form.js", "2024-01-01"));
  assert.equal(checked, true);
  assert.match(said, /compatibility date/);
}

/** The program among those that a package brings for each system. */
function program(place, candidates) {
  const found = candidates.map((name) => place.at("node_modules", name)).find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  if (found === undefined) throw new NotAvailable("the registry has no program for this system");
  return found;
}

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(String(port)));
  });
});

/** Waits until a server answers. */
async function answers(url) {
  for (const start = Date.now(); Date.now() - start < 60_000; await new Promise((resolve) => setTimeout(resolve, 200))) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
  }
  throw new Error(`${url} does not answer`);
}
