// What the environments have in common: a folder with the package in it, programs, and pages in a browser.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const FIXTURES = new URL("fixtures/", import.meta.url);
const WINDOWS = process.platform === "win32";

/** So long may a build or a page take. */
const PATIENCE = 5 * 60_000;

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

/** Thrown by an environment that this machine cannot have; it is reported, and is no failure. */
export class NotAvailable extends Error {}

/** Runs a program and gives what it printed; an error has all that it said. */
export function run(program, parameters, { cwd, env = {}, silent = false } = {}) {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26, timeout: PATIENCE };
  return new Promise((resolve, reject) => {
    const shell = WINDOWS && program === "npm";
    execFile(shell ? "npm.cmd" : program, parameters, { ...options, shell }, (error, out, err) => {
      if (error === null) resolve(silent ? "" : out);
      else reject(new Error(`${program} ${parameters.join(" ")} failed:\n${out}\n${err}\n${error.message.split("\n")[0]}`));
    });
  });
}

/** Installs into a folder as a person does, but for install scripts: the package has none, and needs none. */
const install = (cwd, packages) =>
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline", ...packages], { cwd });

/** What an environment works with. */
export class Workplace {
  #browser;

  /** `expected` is what the probe finds in a package that works, `tarball` the packed package. */
  constructor({ name, folder, tarball, expected, browser }) {
    Object.assign(this, { name, folder, tarball, expected });
    this.#browser = browser;
  }

  /** Empties the folder and installs the packed package in it. */
  async open() {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    this.write("package.json", JSON.stringify({ private: true, type: "module" }));
    await install(this.folder, [this.tarball]);
  }

  /** A path in the folder. */
  at(...path) {
    return join(this.folder, ...path);
  }

  read(...path) {
    return readFileSync(this.at(...path), "utf8");
  }

  write(path, text) {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), text);
  }

  /** Copies fixtures into the folder; `a/b` arrives as `b`. */
  copy(...fixtures) {
    for (const fixture of fixtures) cpSync(new URL(fixture, FIXTURES), this.at(fixture.split("/").at(-1)), { recursive: true });
  }

  /** Installs what only this environment needs, by exact version. */
  async needs(...packages) {
    try {
      await install(this.folder, packages);
    } catch (error) {
      throw new NotAvailable(error.message.split("\n").find((line) => line.includes("npm error")) ?? error.message);
    }
  }

  /** Runs a program in the folder. */
  run(program, parameters, env) {
    return run(program, parameters, { cwd: this.folder, env });
  }

  /** Runs Node in the folder. */
  node(...parameters) {
    return this.run(process.execPath, parameters);
  }

  /** Fails unless this is what the probe finds everywhere; modules that are `loaded` by the host are not seen by it. */
  check(found, { loaded = false } = {}) {
    const plain = typeof found === "string" ? JSON.parse(found) : JSON.parse(JSON.stringify(found));
    const expected = loaded ? { ...this.expected, compiled: [] } : this.expected;
    assert.deepEqual(plain, expected);
  }

  /** Opens a page of the folder in a browser, waits until it has found something, and gives that. */
  async page(path, { headers = () => ({}), types = {} } = {}) {
    const { server, url } = await serve(this.folder, { ...TYPES, ...types }, headers);
    return this.visit(new URL(path, url).href).finally(() => server.close());
  }

  /** The same with an address. What the browser complains of on the way is an error. */
  async visit(url) {
    const context = await (await this.#browser()).newContext();
    const complaints = [];
    try {
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) complaints.push(message.text());
      });
      const broken = new Promise((_, reject) => page.on("pageerror", (error) => reject(complaints.push(String(error)))));
      broken.catch(() => undefined);
      page.on("requestfailed", (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
      await page.goto(url);
      const finds = page.waitForFunction(() => globalThis.found, undefined, { timeout: 20_000 });
      finds.catch(() => undefined);
      const found = await Promise.race([finds, broken]);
      const plain = await found.jsonValue();
      assert.deepEqual(complaints, []);
      return plain;
    } catch (error) {
      throw complaints.length === 0 ? error : new Error(`the browser complains: ${complaints.join("\n")}`);
    } finally {
      await context.close();
    }
  }
}

/** Serves a folder. `headers` gives what an answer has besides its type, by its path. */
async function serve(folder, types, headers) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://host").pathname));
    try {
      const body = readFileSync(join(folder, path));
      response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream", ...headers(path) }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

/** The script of a tool that is installed beside this file, or with the package's own tools. */
export function tool(specifier) {
  const [scope, name] = specifier.split("/");
  const key = specifier.startsWith("@") ? `${scope}/${name}` : scope;
  for (const base of ["node_modules/", "../node_modules/"]) {
    const at = new URL(`${base}${key}/`, import.meta.url);
    let manifest;
    try {
      manifest = JSON.parse(readFileSync(new URL("package.json", at), "utf8"));
    } catch {
      continue;
    }
    const bin = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[specifier.slice(key.length + 1) || Object.keys(manifest.bin)[0]];
    return fileURLToPath(new URL(bin, at));
  }
  throw new Error(`${key} is not installed`);
}
