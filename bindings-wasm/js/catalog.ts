/** The Connections page: the saved connections, without their secrets. */

import type { BulkEngine } from "./bulk-module.js";
import { registry } from "./engine.js";
import { isBytes, readDraft, Writer } from "./pack.js";
import type { Connection, KeyFieldKey, SecretFieldKey } from "./types.js";

/** A saved connection. It holds no secret. */
export interface CatalogEntry {
  /** A UUID of version 7. */
  readonly id: string;
  /** The connection without its secrets. */
  readonly connection: { readonly name: string } & Readonly<Record<string, string | number | boolean>>;
  /** The secrets that were given, and that the host stores. */
  readonly secrets: Readonly<Partial<Record<SecretFieldKey, { readonly stored: true }>>>;
  /** The keys that were given: what may be shown and stored of them. */
  readonly keys: Readonly<
    Partial<Record<KeyFieldKey, { readonly id: string; readonly fingerprint: string; readonly masked: string }>>
  >;
  /** RFC 3339, in UTC. */
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** A catalog as one JSON document. */
export interface CatalogDocument {
  readonly format: "rejoin-catalog";
  readonly version: 1;
  readonly entries: readonly CatalogEntry[];
}

/** Which entries to list, and in what order. Everything is optional. */
export interface CatalogQuery {
  readonly type?: string | readonly string[] | null;
  readonly tenant?: string | readonly string[] | null;
  /** Every word of it occurs in the name. */
  readonly search?: string | null;
  readonly order?: "name" | "created" | "modified" | null;
  readonly descending?: boolean | null;
}

/** Why a catalog refused; nothing in it has changed then. */
export class CatalogError extends Error {
  override readonly name = "CatalogError";
  /** What is wrong, for a program. */
  readonly code: string;
  /** The entry of an imported document, from 0. */
  readonly index: number | undefined;
  /** The ID of the entry. */
  readonly id: string | undefined;
  /** The field. */
  readonly field: string | undefined;
  /** What is wrong with it. */
  readonly reason: string | undefined;

  constructor(problem: { code: string; message: string; index?: number; id?: string; field?: string; reason?: string }) {
    super(problem.message);
    this.code = problem.code;
    this.index = problem.index;
    this.id = problem.id;
    this.field = problem.field;
    this.reason = problem.reason;
  }
}

/** The saved connections, without their secrets. */
export interface Catalog extends Iterable<CatalogEntry> {
  /** How many there are. */
  readonly size: number;
  /** Adds a connection, as a report gives it. */
  add(connection: Connection | Readonly<Record<string, unknown>>, now?: Date | number): CatalogEntry;
  /** Puts a connection in place of another. Secret fields that are left out keep what is stored. */
  update(id: string, connection: Connection | Readonly<Record<string, unknown>>, now?: Date | number): CatalogEntry;
  /** Takes one or several out, all or none. */
  delete(ids: string | Iterable<string>): void;
  get(id: string): CatalogEntry | undefined;
  list(query?: CatalogQuery | null): CatalogEntry[];
  /** The names in use, less that of one entry: for `existingNames` of a context. */
  names(except?: string): string[];
  /** All of it as one document. */
  export(): CatalogDocument;
  /** Adds the entries of a document, all or none, and says how many. */
  import(document: CatalogDocument | string | Uint8Array): number;
  /** The document, so that `JSON.stringify` writes it. */
  toJSON(): CatalogDocument;
}

/** Makes catalogs. */
export interface CatalogConstructor {
  /** A catalog without connections, or with those of a document. */
  new (document?: CatalogDocument | string | Uint8Array): Catalog;
}

/** The catalogs of an engine. */
export function catalogWith(engine: BulkEngine): CatalogConstructor {
  const forgotten = registry<{ id: number; generation: number }>(({ id, generation }) => {
    if (generation === engine.generation) engine.run(() => engine.calls.catalogClose(id));
  });

  return class EngineCatalog implements Catalog {
    /** What the engine holds, too. It outlives a trap, and is what callers get. */
    #entries = new Map<string, CatalogEntry>();
    #id = 0;
    #generation = -1;

    constructor(document?: CatalogDocument | string | Uint8Array) {
      this.#open();
      if (document !== undefined) this.import(document);
    }

    /** Opens the catalog in the engine: at first, and again after the engine had to start over. */
    #open(): void {
      this.#id = engine.run(() => engine.calls.catalogOpen());
      this.#generation = engine.generation;
      forgotten?.unregister(this);
      forgotten?.register(this, { id: this.#id, generation: this.#generation }, this);
      if (this.#entries.size > 0) this.#import(JSON.stringify(this.export()));
    }

    #run<T>(call: (id: number) => T): T {
      engine.start();
      if (this.#generation !== engine.generation) this.#open();
      try {
        return engine.run(() => call(this.#id));
      } catch (error) {
        const refused = typeof error === "object" && error !== null && !(error instanceof Error);
        throw refused ? new CatalogError(error as ConstructorParameters<typeof CatalogError>[0]) : error;
      }
    }

    #keep(entry: unknown): CatalogEntry {
      const kept = entry as CatalogEntry;
      this.#entries.set(kept.id, kept);
      return kept;
    }

    get size(): number {
      return this.#entries.size;
    }

    add(connection: object, now: Date | number = Date.now()): CatalogEntry {
      const draft = readDraft(connection);
      return this.#keep(
        this.#run((id) => {
          const writer = new Writer(engine);
          writer.draft(draft);
          return engine.calls.catalogAdd(id, Number(now), writer.length);
        }),
      );
    }

    update(entry: string, connection: object, now: Date | number = Date.now()): CatalogEntry {
      const draft = readDraft(connection);
      return this.#keep(
        this.#run((id) => {
          const writer = new Writer(engine);
          writer.draft(draft);
          return engine.calls.catalogUpdate(id, String(entry), Number(now), writer.length);
        }),
      );
    }

    delete(ids: string | Iterable<string>): void {
      const all = typeof ids === "string" ? [ids] : [...ids].map(String);
      this.#run((id) => engine.calls.catalogDelete(id, all));
      for (const id of all) this.#entries.delete(id);
    }

    get(id: string): CatalogEntry | undefined {
      return this.#entries.get(id);
    }

    list(query?: CatalogQuery | null): CatalogEntry[] {
      const ids = this.#run((id) => engine.calls.catalogList(id, query ?? {}));
      return ids.map((id) => this.#entries.get(id) as CatalogEntry);
    }

    names(except?: string): string[] {
      return [...this].filter(({ id }) => id !== except).map(({ connection }) => connection.name);
    }

    export(): CatalogDocument {
      return { format: "rejoin-catalog", version: 1, entries: [...this] };
    }

    import(document: CatalogDocument | string | Uint8Array): number {
      const before = this.size;
      const json = typeof document === "string" || isBytes(document) ? document : JSON.stringify(document);
      const { entries } = this.#run(() => this.#import(json)) as CatalogDocument;
      this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
      return this.size - before;
    }

    #import(json: string | Uint8Array): unknown {
      return engine.run(() => {
        const writer = new Writer(engine);
        if (typeof json === "string") writer.plain(json);
        else writer.raw(json);
        return engine.calls.catalogImport(this.#id, writer.length);
      });
    }

    toJSON(): CatalogDocument {
      return this.export();
    }

    [Symbol.iterator](): Iterator<CatalogEntry> {
      return this.#entries.values();
    }
  };
}
