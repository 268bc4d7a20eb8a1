/** JSON text in, reports out: one draft, or many. */

import type { BulkEngine } from "./bulk-module.js";
import type { Context } from "./context.js";
import { isBytes, Reader, Writer } from "./pack.js";
import type { Report, ReportOptions } from "./report.js";
import type { IssueCode } from "./types.js";

/** JSON as text, or as bytes in UTF-8. */
export type JsonText = string | Uint8Array;

/** The report on one draft of a batch. */
export type BatchRecord = Report & {
  /** Which draft of the batch, from 0. */
  readonly index: number;
  /** The line on which it starts, from 1. */
  readonly line: number;
};

/** What a batch came to. */
export interface BatchSummary {
  readonly records: number;
  /** How many of them have no error. */
  readonly valid: number;
  /** How many errors there are. */
  readonly errors: number;
  readonly warnings: number;
  /** How often each code was found. */
  readonly byCode: Readonly<Partial<Record<IssueCode, number>>>;
}

/** So much of a batch goes in at once; its reports are all that is held. */
const CHUNK = 1 << 16;

const encoder = /* @__PURE__ */ new TextEncoder();

function asJson(text: JsonText): JsonText {
  if (typeof text !== "string" && !isBytes(text)) throw new TypeError("JSON is a text or a Uint8Array");
  return text;
}

/** The `validateJson` of an engine. */
export function validateJsonWith(engine: BulkEngine): (text: JsonText, context?: Context | null, options?: ReportOptions) => Report {
  return (text, context, options) => {
    const json = asJson(text);
    return engine.run(() => {
      const writer = new Writer(engine);
      const behind = writer.context(context);
      if (typeof json === "string") writer.plain(json);
      else writer.raw(json);
      engine.calls.validateJson(behind, writer.length);
      const reader = new Reader(engine, options?.language);
      reader.outcome();
      const report = reader.report([]);
      engine.calls.wipe();
      return report;
    });
  };
}

/** Reads a batch that arrives in pieces of any size. */
export interface BatchReader {
  /** Takes the next piece and gives the records that end in it. */
  push(chunk: JsonText): BatchRecord[];
  /** Says that no piece is to come, and gives what is left. */
  finish(): { readonly records: BatchRecord[]; readonly summary: BatchSummary };
}

/** Makes readers of batches. */
export interface BatchReaderConstructor {
  new (context?: Context | null, options?: ReportOptions): BatchReader;
}

/** The batch readers of an engine. */
export function batchReaderWith(engine: BulkEngine): BatchReaderConstructor {
  return class EngineBatchReader implements BatchReader {
    readonly #id: number;
    readonly #generation: number;
    readonly #language: ReportOptions["language"];
    #open = true;

    constructor(context?: Context | null, options?: ReportOptions) {
      this.#language = options?.language;
      this.#id = engine.run(() => {
        const writer = new Writer(engine);
        engine.calls.batchOpen(writer.context(context));
        const reader = new Reader(engine);
        reader.outcome();
        return reader.count();
      });
      this.#generation = engine.generation;
    }

    #run<T>(call: () => T): T {
      if (!this.#open) throw new TypeError("The batch is finished");
      return engine.run(() => {
        // What was read of it went with the engine that trapped; its reports so far stand.
        if (this.#generation !== engine.generation) throw new TypeError("The batch was lost when the engine stopped");
        return call();
      });
    }

    #records(): BatchRecord[] {
      const reader = new Reader(engine, this.#language);
      const records: BatchRecord[] = [];
      while (reader.byte() !== 0) {
        const [index, line] = [reader.count(), reader.count()];
        records.push({ index, line, ...reader.report([]) });
      }
      engine.calls.wipe();
      return records;
    }

    push(chunk: JsonText): BatchRecord[] {
      const json = asJson(chunk);
      return this.#run(() => {
        const writer = new Writer(engine);
        if (typeof json === "string") writer.plain(json);
        else writer.raw(json);
        engine.calls.batchPush(this.#id, writer.length);
        return this.#records();
      });
    }

    finish(): { readonly records: BatchRecord[]; readonly summary: BatchSummary } {
      const summary = this.#run(() => engine.calls.batchFinish(this.#id)) as BatchSummary;
      this.#open = false;
      return { records: this.#records(), summary };
    }
  };
}

/** The reports on a batch, one after another; each is made when it is asked for. */
export interface Batch extends Iterable<BatchRecord> {
  /** All reports at once. */
  readonly reports: readonly BatchRecord[];
  /** What the batch came to; it is read to its end for that. */
  readonly summary: BatchSummary;
}

/** The `validateBatch` of an engine. */
export function validateBatchWith(engine: BulkEngine): (text: JsonText, context?: Context | null, options?: ReportOptions) => Batch {
  const BatchReader = batchReaderWith(engine);
  return (text, context, options) => {
    const bytes = typeof asJson(text) === "string" ? encoder.encode(text as string) : (text as Uint8Array);
    // A mistake in the context is said here, and not at the first report.
    const first = new BatchReader(context, options);
    let unused: BatchReader | undefined = first;
    let summary: BatchSummary | undefined;
    function* read(): Generator<BatchRecord> {
      const reader = unused ?? new BatchReader(context, options);
      unused = undefined;
      for (let at = 0; at < bytes.length; at += CHUNK) yield* reader.push(bytes.subarray(at, at + CHUNK));
      const end = reader.finish();
      summary = end.summary;
      yield* end.records;
    }
    return {
      [Symbol.iterator]: read,
      get reports() {
        return [...read()];
      },
      get summary() {
        if (summary === undefined) for (const _ of read());
        return summary as unknown as BatchSummary;
      },
    };
  };
}
