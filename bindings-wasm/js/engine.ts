/** A WebAssembly module that starts by itself at the first call, and starts again after a trap. */

/** What every module has. */
export interface Calls {
  readonly memory: WebAssembly.Memory;
  /** Makes room for so many bytes of input, and says where they go. */
  input(length: number): number;
  /** Where the output of the last call stands. */
  output(): number;
  /** Overwrites the output, which may have held secrets. */
  wipe(): void;
}

/** The engine stopped in the middle of a call. It has started again, and the next call works. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

/** Where a module comes from: bytes that are at hand when the first call is made. */
export type Source = () => WebAssembly.Module | BufferSource;

/** A module and the memory it shares with JavaScript. */
export class Engine<C extends Calls> {
  readonly #instantiate: () => C;
  #calls: C | undefined;
  #bytes = new Uint8Array();
  #view = new DataView(new ArrayBuffer(0));
  /** Counts the starts: what the module kept before the last one is gone. */
  generation = 0;

  /** An engine that `instantiate` starts, and starts again with an empty memory. */
  constructor(instantiate: () => C) {
    this.#instantiate = instantiate;
  }

  /** Starts the module, if it has not. */
  start(): void {
    if (this.#calls !== undefined) return;
    this.#calls = this.#instantiate();
    this.generation++;
  }

  /** The calls of the module, once it has started. */
  get calls(): C {
    return this.#calls as C;
  }

  /** Runs a call. If the module traps in it, it starts again, and the caller gets an `EngineError`. */
  run<T>(call: () => T): T {
    this.start();
    try {
      return call();
    } catch (error) {
      throw this.recover(error);
    }
  }

  /** What a caller gets for an error of a call: after a trap, an `EngineError` once the module is back. */
  recover(error: unknown): unknown {
    // A stack that overflows in the module is a RangeError in some engines.
    if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) return error;
    this.#calls = undefined;
    this.start();
    return new EngineError("The validation engine stopped in the middle of a call; it has been started again");
  }

  /** The module's memory. A call may make it larger, and then it is another array. */
  get bytes(): Uint8Array {
    const { buffer } = this.calls.memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  /** The module's memory, for numbers. */
  get view(): DataView {
    const { buffer } = this.calls.memory;
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view;
  }
}

/** Cleans up after what nobody closed, where the host tells of it: workers of Cloudflare do since 2025. */
export function registry<T>(clean: (held: T) => void): FinalizationRegistry<T> | undefined {
  return "FinalizationRegistry" in globalThis ? new FinalizationRegistry(clean) : undefined;
}
