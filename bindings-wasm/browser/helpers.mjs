// A real browser, and pages that it gets from here: no server, and the strictest policy that a page can have.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";
import { chromium } from "playwright-core";

const ORIGIN = "https://rejoin.test";
const DIST = new URL("../../target/npm/dist/", import.meta.url);
// A directory with the package in its `node_modules`.
const CONSUMER = fileURLToPath(new URL("../../target/consumer", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../node_modules", import.meta.url));
const TYPES = { html: "text/html", js: "text/javascript", wasm: "application/wasm" };

/** Starts the browser that `cargo xtask test --only browser` found. */
export function launch() {
  const { REJOIN_BROWSER } = process.env;
  if (REJOIN_BROWSER === undefined) throw new Error("These tests need a browser: run them by `cargo xtask test --only browser`");
  // Without its sandbox only where it cannot have one.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: REJOIN_BROWSER, args: ["--disable-gpu", ...sandbox] });
}

/** Allows only what is in the page and from its own place, and no text as markup. */
function policy(html) {
  const hashes = (tag) =>
    [...html.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`, "g"))]
      .map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`)
      .join(" ");
  return [
    "default-src 'none'", `script-src 'self' 'wasm-unsafe-eval' ${hashes("script")}`, `style-src 'self' ${hashes("style")}`,
    "connect-src 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'",
  ].join("; ");
}

/** Opens a page of some HTML, beside which stand some scripts. `complaints` collects what the browser says against it. */
export async function open(browser, html, scripts = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.stack ?? String(error)));
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const contentType = TYPES[pathname.split(".").pop()] ?? TYPES.html;
    if (pathname === "/") return route.fulfill({ body: html, contentType, headers: { "Content-Security-Policy": policy(html) } });
    if (pathname === "/favicon.ico") return route.fulfill({ status: 204 });
    const script = scripts[pathname.slice(1)];
    if (script !== undefined) return route.fulfill({ body: script, contentType });
    return route.fulfill({ body: await readFile(new URL(pathname.replace("/rejoin/", ""), DIST)), contentType });
  });
  await page.goto(`${ORIGIN}/`);
  return { page, complaints, close: () => context.close() };
}

/** Bundles a script that uses the package and other ones, as a page's build does. */
export async function bundle(contents, { loader = "jsx", development = false } = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: CONSUMER, loader, sourcefile: `page.${loader}` },
    bundle: true, write: false, format: "esm", charset: "utf8", jsx: "automatic", nodePaths: [PACKAGES], minify: !development,
    define: { "process.env.NODE_ENV": JSON.stringify(development ? "development" : "production") }, logLevel: "warning",
  });
  return outputFiles[0].text;
}

/** A page with one script. */
export const PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><main></main><script type="module" src="page.js"></script>';
