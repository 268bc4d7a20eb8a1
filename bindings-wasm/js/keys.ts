/** Keys: the secret texts that agents present. */

import type { BulkEngine } from "./bulk-module.js";
import type { Calls, Engine } from "./engine.js";
import type { FormEngine } from "./form-module.js";
import { isBytes, Reader, Writer } from "./pack.js";
import type { ReportOptions } from "./report.js";
import type { IssueCode } from "./types.js";

/** Who presents a key: the device agents of a source, or the agent of a destination. */
export type KeyKind = "configuration" | "connection";

/** What a key is. None of it is secret. */
export interface KeyInfo {
  readonly kind: KeyKind;
  /** 16 hexadecimal digits that may be shown and logged. */
  readonly id: string;
  readonly version: number;
  /** What a host stores in place of the key: its SHA-256, in hexadecimal digits. */
  readonly fingerprint: string;
  /** For display. */
  readonly masked: string;
}

/** What is wrong with a text that is no key. */
export interface KeyProblem {
  readonly code: IssueCode;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** No key could be made: the source of randomness is missing, or answers without randomness. */
export class KeyError extends Error {
  override readonly name = "KeyError";
}

const KINDS: readonly KeyKind[] = ["configuration", "connection"];
const BYTES = 40;

function kindNumber(kind: KeyKind): number {
  const number = KINDS.indexOf(kind);
  if (number < 0) throw new TypeError(`A key is of the kind ${KINDS.join(" or ")}`);
  return number;
}

function asText(text: string): string {
  if (typeof text !== "string") throw new TypeError("A key is a text");
  return text;
}

/** Reads a key that a call made. */
function made(engine: Engine<Calls>): string {
  const reader = new Reader(engine);
  reader.outcome(KeyError);
  const key = reader.text();
  engine.calls.wipe();
  return key;
}

/** Puts the randomness for a key in, and gives how many bytes it is: none where there is no source. */
export function draw(engine: FormEngine): number {
  const writer = new Writer(engine);
  try {
    const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
    writer.raw(bytes);
    bytes.fill(0);
  } catch {
    // What was drawn for a key is missing then, which the engine says.
  }
  return writer.length;
}

/** The `generateKey` of an engine. */
export function generateKeyWith(engine: FormEngine): (kind: KeyKind) => string {
  return (kind) => {
    const number = kindNumber(kind);
    return engine.run(() => {
      engine.calls.generateKey(number, draw(engine));
      return made(engine);
    });
  };
}

/** The `keyFromBytes` of an engine. */
export function keyFromBytesWith(engine: BulkEngine): (kind: KeyKind, bytes: Uint8Array) => string {
  return (kind, bytes) => {
    const number = kindNumber(kind);
    if (!isBytes(bytes) || bytes.length !== BYTES) {
      throw new TypeError(`A key is made of a Uint8Array of ${BYTES} bytes`);
    }
    return engine.run(() => {
      new Writer(engine).raw(bytes);
      engine.calls.keyFromBytes(number);
      return made(engine);
    });
  };
}

/** The `inspectKey` of an engine. */
export function inspectKeyWith(engine: BulkEngine): (text: string, options?: ReportOptions) => KeyInfo | KeyProblem {
  return (text, options) => {
    asText(text);
    return engine.run(() => {
      const writer = new Writer(engine);
      writer.plain(text);
      engine.calls.inspectKey(writer.length);
      const reader = new Reader(engine, options?.language);
      if (reader.byte() !== 0) {
        const { code, params, message } = reader.finding();
        return { code, params, message };
      }
      return {
        kind: reader.text() as KeyKind,
        id: reader.text(),
        version: reader.byte(),
        fingerprint: reader.text(),
        masked: reader.text(),
      };
    });
  };
}

/** The `keyFingerprint` of an engine. */
export function keyFingerprintWith(engine: BulkEngine): (text: string) => string {
  const inspectKey = inspectKeyWith(engine);
  return (text) => {
    const info = inspectKey(text);
    if ("code" in info) throw new TypeError(info.message);
    return info.fingerprint;
  };
}

/** The `keyMatches` of an engine. */
export function keyMatchesWith(engine: BulkEngine): (text: string, fingerprint: string) => boolean {
  return (text, fingerprint) => {
    asText(text);
    if (typeof fingerprint !== "string") throw new TypeError("A fingerprint is a text");
    return engine.run(() => {
      const writer = new Writer(engine);
      writer.plain(text);
      const behind = writer.length;
      writer.plain(fingerprint);
      return engine.calls.keyMatches(behind, writer.length);
    });
  };
}
