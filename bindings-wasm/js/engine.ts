/** A WebAssembly module that starts by itself at the first call, and starts again after a trap. */

/** What wasm-bindgen writes around a module. */
export interface Glue {
  initSync(module: { module: WebAssembly.Module | BufferSource }): unknown;
  __wbg_reset_state(): void;
  linearMemory(): WebAssembly.Memory;
  input(length: number): number;
  output(): number;
  wipe(): void;
}

/** The engine stopped in the middle of a call. It has started again, and the next call works. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

/** Where a module comes from: bytes that are at hand when the first call is made. */
export type Source = () => WebAssembly.Module | BufferSource;

/** A module and the memory it shares with JavaScript. */
export class Engine<G extends Glue> {
  readonly glue: G;
  readonly #source: Source;
  #memory: WebAssembly.Memory | undefined;
  #bytes = new Uint8Array();
  #view = new DataView(new ArrayBuffer(0));
  /** Counts the starts: what the module kept before the last one is gone. */
  generation = 0;

  constructor(glue: G, source: Source) {
    this.glue = glue;
    this.#source = source;
  }

  /** Starts the module, if it has not. */
  start(): void {
    if (this.#memory !== undefined) return;
    this.glue.initSync({ module: this.#source() });
    this.#started();
  }

  #started(): void {
    this.#memory = this.glue.linearMemory();
    this.#bytes = new Uint8Array();
    this.generation++;
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
    this.glue.__wbg_reset_state();
    this.#started();
    return new EngineError("The validation engine stopped in the middle of a call; it has been started again");
  }

  /** The module's memory. A call may make it larger, and then it is another array. */
  get bytes(): Uint8Array {
    const buffer = (this.#memory as WebAssembly.Memory).buffer;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  /** The module's memory, for numbers. */
  get view(): DataView {
    const buffer = (this.#memory as WebAssembly.Memory).buffer;
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view;
  }
}
