/**
 * The same as the package itself, with the `.wasm` taken from where the host puts it. One call before the first use loads it:
 *
 * ```ts
 * import url from "rejoin/form.wasm?url";
 * import { init, validate } from "rejoin/slim";
 * await init(url);
 * ```
 *
 * @packageDocumentation
 */

import { Engine } from "./engine.js";
import { type Form as FormType, formWith } from "./form.js";
import * as glue from "./glue/form.js";
import { generateKeyWith, inspectKeyWith, keyFingerprintWith, keyFromBytesWith, keyMatchesWith } from "./keys.js";
import type { FormEngine } from "./module.js";
import { validateWith } from "./validate.js";

export * from "./exports.js";

let module: WebAssembly.Module | BufferSource | undefined;

const engine: FormEngine = /* @__PURE__ */ new Engine(glue, () => {
  if (module === undefined) throw new TypeError("Call `await init(…)` once, before the first use");
  return module;
});

/**
 * Loads the engine.
 *
 * @param source - The address of `rejoin/form.wasm`, its response, its bytes, or its module.
 */
export async function init(
  source: string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module,
): Promise<void> {
  const given: Response | BufferSource | WebAssembly.Module = await (typeof source === "string" || source instanceof URL
    ? fetch(source)
    : source);
  module = given instanceof Response ? await bytesOf(given) : given;
  engine.start();
}

async function bytesOf(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) throw new TypeError(`The engine could not be loaded: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

/** See `validate` of the package itself. */
export const validate = /* @__PURE__ */ validateWith(engine);
/** See `Form` of the package itself. */
export const Form = /* @__PURE__ */ formWith(engine);
/** A form that somebody types into. */
export type Form = FormType;
/** See `generateKey` of the package itself. */
export const generateKey = /* @__PURE__ */ generateKeyWith(engine);
/** See `keyFromBytes` of the package itself. */
export const keyFromBytes = /* @__PURE__ */ keyFromBytesWith(engine);
/** See `inspectKey` of the package itself. */
export const inspectKey = /* @__PURE__ */ inspectKeyWith(engine);
/** See `keyFingerprint` of the package itself. */
export const keyFingerprint = /* @__PURE__ */ keyFingerprintWith(engine);
/** See `keyMatches` of the package itself. */
export const keyMatches = /* @__PURE__ */ keyMatchesWith(engine);
