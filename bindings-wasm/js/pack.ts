/**
 * How drafts go in and reports come out.
 *
 * Both cross as packed bytes, in one call and without an object between. Numbers are little-endian; a text is its length in
 * bytes and then UTF-8. The other half is in `bindings-wasm/src/pack.rs` and `unpack.rs`.
 */

import type { Context } from "./context.js";
import type { Calls, Engine } from "./engine.js";
import type { Language } from "./language.js";
import type { Issue, Report } from "./report.js";
import { CODES, KEYS, LABELS, NOT_AN_OBJECT } from "./tables.js";
import type { FieldKey } from "./types.js";

const NULL = 0;
const TRUE = 1;
const FALSE = 2;
const NUMBER = 3;
const TEXT = 4;
const LIST = 5;
const MAP = 6;
const OTHER = 7;

const UNKNOWN = 255;
const DOCUMENT = 254;
const END = 253;
const AS_GIVEN = 5;
const NO_NUMBER = 0xffffffff;

/** No object that a person writes is nested deeper. */
const DEEPEST = 64;
/** Up to this length a loop over the characters beats a call of the text encoder: Node's is the faster one. */
const SHORT = "process" in globalThis ? 24 : 128;

const encoder = /* @__PURE__ */ new TextEncoder();
// A text may start with U+FEFF, which is not to be taken for a byte order mark.
const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

/** The number of each field, by its key. */
const NUMBERS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(KEYS.map((key, number) => [key, number]));

/** What a draft held, by the numbers of the fields. */
export type Given = readonly unknown[];

/** What was read of a draft. */
export interface Read {
  readonly given: Given;
  /** The keys that are no fields. */
  readonly unknown: readonly string[];
}

/** The number of a field. */
export function fieldNumber(key: FieldKey): number {
  const number = NUMBERS.get(key);
  if (number === undefined) throw new TypeError("There is no field of this name");
  return number;
}

/** Writes packed bytes into the module's memory. */
export class Writer {
  readonly #engine: Engine<Calls>;
  #start = 0;
  #at = 0;
  #room = 0;
  // Asking a memory for its buffer costs more than writing a field, so it is asked once, and when it may have grown.
  #bytes!: Uint8Array;
  #view!: DataView;

  constructor(engine: Engine<Calls>) {
    this.#engine = engine;
  }

  /** Finds the place to write to. */
  #settle(): void {
    // A module gives a place as a number with a sign.
    this.#start = this.#engine.calls.input(this.#room) >>> 0;
    this.#bytes = this.#engine.bytes;
    this.#view = this.#engine.view;
  }

  /** How many bytes were written. */
  get length(): number {
    return this.#at;
  }

  /** Starts over. */
  clear(): this {
    this.#at = 0;
    this.#settle();
    return this;
  }

  /**
   * Makes sure that so many bytes fit. What was written moves along.
   *
   * There is one place to write to: reading an object may call in again, so nothing is read once something is written.
   */
  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed < this.#room) return;
    while (this.#room <= needed) this.#room = this.#room * 2 || 4096;
    this.#settle();
  }

  byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#start + this.#at++] = byte;
  }

  count(count: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#start + this.#at, count, true);
    this.#at += 4;
  }

  text(text: string): void {
    // UTF-8 takes at most three bytes for a UTF-16 code unit.
    this.#reserve(4 + text.length * 3);
    const bytes = this.#bytes;
    const start = this.#start + this.#at + 4;
    const length = text.length <= SHORT ? writeAscii(text, bytes, start) : -1;
    const written = length >= 0 ? length : encoder.encodeInto(text, bytes.subarray(start)).written;
    this.count(written);
    this.#at += written;
  }

  /** A text without its length, as the whole input of a call. */
  plain(text: string): void {
    this.#reserve(text.length * 3);
    const start = this.#start + this.#at;
    this.#at += encoder.encodeInto(text, this.#bytes.subarray(start)).written;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#start + this.#at);
    this.#at += bytes.length;
  }

  /** The value of a field. */
  value(value: unknown): void {
    switch (typeof value) {
      case "string":
        this.byte(TEXT);
        this.text(value);
        break;
      case "boolean":
        this.byte(value ? TRUE : FALSE);
        break;
      case "number":
        this.#number(value);
        break;
      case "undefined":
        this.byte(NULL);
        break;
      default:
        this.byte(value === null ? NULL : OTHER);
    }
  }

  #number(value: number): void {
    this.#reserve(9);
    this.byte(NUMBER);
    this.#view.setFloat64(this.#start + this.#at, value, true);
    this.#at += 8;
  }

  /** A draft that was read. */
  draft({ given, unknown }: Read): void {
    given.forEach((value, number) => {
      this.byte(number);
      this.value(value);
    });
    for (const key of unknown) {
      this.byte(UNKNOWN);
      this.text(key);
    }
  }

  /** A context, unless there is none; gives how many bytes were written. */
  context(context: Context | null | undefined): number {
    if (context !== undefined && context !== null) this.#tree(copied(context));
    return this.#at;
  }

  #tree(value: unknown): void {
    if (Array.isArray(value)) {
      this.byte(LIST);
      this.count(value.length);
      for (const item of value) this.#tree(item);
    } else if (value instanceof Map) {
      this.byte(MAP);
      this.count(value.size);
      for (const [key, member] of value) {
        this.text(key);
        this.#tree(member);
      }
    } else {
      this.value(value);
    }
  }
}

/** An object of unknown shape, each of its members read once: lists, and maps for plain objects. */
function copied(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) throw new TypeError("The object is nested too deeply");
  if (Array.isArray(value)) return Array.from(value, (item) => copied(item, depth + 1));
  if (isPlain(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return new Map(members.map(([key, member]) => [key, copied(member, depth + 1)]));
  }
  // Whatever else is an object is a value of no type, as a symbol is.
  return typeof value === "object" && value !== null ? Symbol() : value;
}

/** Writes a text of ASCII and gives its length; -1 if it is not. */
function writeAscii(text: string, bytes: Uint8Array, start: number): number {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return -1;
    bytes[start + at] = unit;
  }
  return text.length;
}

/** Whether a value is a plain object, of any realm or without a prototype. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (!Array.isArray(value) && Object.getPrototypeOf(prototype) === null);
}

/** Whether a value is a `Uint8Array` of any realm: a test in Jest gets those of Node from outside its own. */
export function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** Whether a value is a plain object that lets itself be looked at. */
export function isDraft(draft: unknown): draft is Readonly<Record<string, unknown>> {
  try {
    return isPlain(draft) && Object.keys(draft).length >= 0;
  } catch {
    return false;
  }
}

/**
 * Reads a draft: its own enumerable properties with text keys, each once. One whose reading throws is a value of no type; one
 * that is `undefined` is absent.
 *
 * @throws TypeError - if it is no plain object.
 */
export function readDraft(draft: unknown): Read {
  if (!isDraft(draft)) throw new TypeError("A draft is a plain object with a member for each field");
  const given: unknown[] = [];
  const unknown: string[] = [];
  for (const key of Object.keys(draft)) {
    let value: unknown = draft;
    try {
      value = draft[key];
    } catch {
      // A draft is no value of a field.
    }
    if (value === undefined) continue;
    const number = NUMBERS.get(key);
    if (number === undefined) unknown.push(key);
    else given[number] = value;
  }
  return { given, unknown };
}

/** Reads packed bytes from the module's memory. */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #language: Language | null | undefined;
  #at: number;

  /** Messages are in the language, or in English. */
  constructor(engine: Engine<Calls>, language?: Language | null) {
    this.#language = language;
    this.#bytes = engine.bytes;
    this.#view = engine.view;
    this.#at = engine.calls.output() >>> 0;
  }

  byte(): number {
    return this.#bytes[this.#at++] as number;
  }

  count(): number {
    const count = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    return count;
  }

  text(): string {
    const length = this.count();
    const start = this.#at;
    this.#at += length;
    if (length > SHORT) return decoder.decode(this.#bytes.subarray(start, this.#at));
    let text = "";
    for (let at = start; at < this.#at; at++) {
      const byte = this.#bytes[at] as number;
      if (byte > 0x7f) return decoder.decode(this.#bytes.subarray(start, this.#at));
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** Throws the error that a call answered with, if it did; what follows is its answer. */
  outcome(error: new (message: string) => Error = TypeError): void {
    if (this.byte() !== 0) throw new error(this.text());
  }

  /** A report; what its connection has as it was given, is taken from there. */
  report(given: Given): Report {
    const issues = this.issues();
    if (this.byte() === 0) return { valid: false, connection: null, issues };
    const connection: Record<string, unknown> = {};
    for (let number = this.byte(); number !== END; number = this.byte()) {
      const key = KEYS[number] as FieldKey;
      connection[key] = this.#member(given[number]);
    }
    return { valid: true, connection, issues } as unknown as Report;
  }

  #member(given: unknown): unknown {
    switch (this.byte()) {
      case TRUE:
        return true;
      case FALSE:
        return false;
      case NUMBER:
        return this.count();
      case AS_GIVEN:
        return given;
      default:
        return this.text();
    }
  }

  issues(): Issue[] {
    const issues: Issue[] = [];
    for (let count = this.count(); count > 0; count--) issues.push(this.#issue());
    return issues;
  }

  #issue(): Issue {
    const place = this.byte();
    const field = place === UNKNOWN ? this.text() : place === DOCUMENT ? "" : KEYS[place];
    const { code, severity, message, help, params } = this.finding(place);
    const suggestion = this.#suggestion();
    const issue = { field, code, severity, message, help, params };
    return (suggestion === undefined ? issue : { ...issue, suggestion }) as Issue;
  }

  /** A code with its parameters and its texts, as they are in a field. */
  finding(place: number = DOCUMENT) {
    const [code, warningIn, kinds, general, special, help] = CODES[this.byte()] as (typeof CODES)[number];
    const params: Record<string, unknown> = {};
    for (const [name, kind] of kinds) {
      if (kind === "text") params[name] = this.text();
      else if (kind === "list") params[name] = Array.from({ length: this.count() }, () => this.text());
      else {
        const number = this.count();
        if (kind === "number" || number !== NO_NUMBER) params[name] = number;
      }
    }
    const warning = warningIn < 0 || (place < DOCUMENT && (warningIn >>> place) & 1);
    const label = LABELS[place] ?? "this field";
    const [message, why] = this.#language?.finding(code, KEYS[place], params) ?? [
      render(special[place] ?? general, label, params),
      help,
    ];
    return { code, severity: warning ? "warning" : "error", message, help: why, params } as const;
  }

  #suggestion(): string | number | boolean | undefined {
    switch (this.byte()) {
      case TRUE:
        return true;
      case FALSE:
        return false;
      case NUMBER: {
        const number = Number(this.#view.getBigInt64(this.#at, true));
        this.#at += 8;
        return number;
      }
      case TEXT:
        return this.text();
      default:
        return undefined;
    }
  }
}

/** What a schema, which takes anything, says of what is no object. */
export function notAnObject(language?: Language | null): Issue {
  const [code, , , general, , why] = CODES[NOT_AN_OBJECT] as (typeof CODES)[number];
  const [message, help] = language?.finding(code, undefined, {}) ?? [general, why];
  return { field: "", code, severity: "error", message, help, params: {} } as Issue;
}

/** A text with its label and parameters in place. */
export function render(template: string, label: string, params: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === "label") return label;
    const value = params[name];
    if (Array.isArray(value)) return value.join(", ");
    // A message may name the key of a field; people know it by its label.
    return LABELS[NUMBERS.get(String(value)) ?? -1] ?? String(value);
  });
}
