/** A form that somebody types into. */

import type { Context } from "./context.js";
import { registry } from "./engine.js";
import { draw, KeyError } from "./keys.js";
import type { FormEngine } from "./form-module.js";
import { fieldNumber, Reader, readDraft, Writer } from "./pack.js";
import type { Language } from "./language.js";
import type { Issue, Report, ReportOptions } from "./report.js";
import { CHOICES, KEYS, NOTES } from "./tables.js";
import type { Draft, FieldKey, FieldValues, KeyFieldKey, NoteId, SecretFieldKey } from "./types.js";

/** Whether a field belongs to the choices made; `undecided` while one of them is missing or wrong. */
export type FieldState = "undecided" | "applies" | "doesNotApply";

/** What a form shows of a field. */
export interface FormField {
  readonly key: FieldKey;
  readonly state: FieldState;
  /** Whether it must be given now. */
  readonly required: boolean;
  readonly issues: readonly Issue[];
}

/** One of the values that a field offers. */
export interface FormOption {
  readonly value: string;
  readonly label: string;
  /** What choosing it means; empty where the label says it. */
  readonly hint: string;
}

/** What somebody who makes a choice should know, and the field beside which it stands. */
export interface FormNote {
  readonly id: NoteId;
  readonly field: FieldKey;
  readonly text: string;
}

/** What a change changed. */
export interface Changes {
  /** The fields whose state, issues or options are not what they were. */
  readonly fields: readonly FieldKey[];
  /** Whether other notes are shown than before. */
  readonly notes: boolean;
  /** Whether no field has an error. */
  readonly valid: boolean;
}

/** How a form starts. */
export interface FormOptions extends ReportOptions {
  readonly context?: Context | null;
  /** The values that it starts with. */
  readonly values?: Draft | Readonly<Record<string, unknown>>;
}

/** A saved connection, as a catalog holds it: its values without secrets, and which secrets the host holds. */
export interface StoredConnection {
  readonly connection: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, unknown>>;
  readonly keys?: Readonly<Record<string, unknown>>;
}

const STATES: readonly FieldState[] = ["undecided", "applies", "doesNotApply"];
const NOTES_CHANGED = 1 << 23;
const VALID = 1 << 24;

/** A field's value as a form takes it. */
export type FormValue<K extends FieldKey> = FieldValues[K] | string | number | boolean | null | undefined;

/**
 * A form that somebody types into.
 *
 * A change checks only what it can affect. What was typed into a branch that was left stays, and is no part of what is
 * submitted.
 */
export interface Form {
  /** Gives a field a value. The answer says what looks different now. */
  set<K extends FieldKey>(key: K, value: FormValue<K>): Changes;
  /** The same, with the answer as a number: a bit for each field that changed, 23 for the notes, 24 if all is valid. */
  setFast(field: number, value: unknown): number;
  /** What was typed into a field. */
  value(key: FieldKey): unknown;
  /** What the form shows of a field. */
  field(key: FieldKey): FormField;
  /** The values that a field offers: those of a choice, or what the context knows. */
  options(key: FieldKey): readonly FormOption[];
  /** The notes that belong to the choices made. */
  notes(): readonly FormNote[];
  /** Whether no field has an error. */
  readonly valid: boolean;
  /** Puts a fresh key into a key field, and gives it. Throws a `KeyError` when none could be made. */
  generateKey(key: KeyFieldKey): { readonly key: string; readonly changes: Changes };
  /** Puts another context in place. */
  setContext(context: Context | null): Changes;
  /** Says everything in another language from now on; `null` is English. Everything that shows a text looks different. */
  setLanguage(language: Language | null): Changes;
  /** The connection, or the issues. */
  submit(): Report;
  /** Closes the form and wipes what was typed. A form that is not closed is when it is collected. */
  close(): void;
}

/** Makes forms. */
export interface FormConstructor {
  /** A form without values, or with some. */
  new (options?: FormOptions): Form;
  /** A form that starts from a saved connection, whose secrets need not be typed again. */
  edit(entry: StoredConnection, context?: Context | null, options?: ReportOptions): Form;
}

/** The forms of an engine. */
export function formWith(engine: FormEngine): FormConstructor {
  // A form that nobody closed: its values are wiped when the engine notices.
  const forgotten = registry<{ id: number; generation: number }>(({ id, generation }) => {
    if (generation === engine.generation) engine.run(() => engine.calls.formClose(id));
  });
  let shared: Writer | undefined;
  let sharedGeneration = -1;
  /** One writer serves all keystrokes; after a trap there is a new memory to write into. */
  const keystroke = (): Writer => {
    if (shared === undefined || sharedGeneration !== engine.generation) {
      shared = new Writer(engine);
      sharedGeneration = engine.generation;
    }
    return shared.clear();
  };

  return class EngineForm implements Form {
    /** What was typed, by the number of its field: it outlives a trap of the engine. */
    readonly #values: unknown[];
    #context: Context | null;
    #language: Language | null | undefined;
    readonly #stored: number;
    #id = 0;
    #generation = -1;
    #valid = false;
    #closed = false;

    constructor(options: FormOptions = {}, stored = 0) {
      this.#values = [...readDraft(options.values ?? {}).given];
      this.#context = options.context ?? null;
      this.#language = options.language;
      this.#stored = stored;
      this.#open();
    }

    static edit(entry: StoredConnection, context?: Context | null, options?: ReportOptions): Form {
      const held = [...Object.keys(entry.secrets ?? {}), ...Object.keys(entry.keys ?? {})];
      const stored = held.reduce((bits, key) => bits | (1 << fieldNumber(key as SecretFieldKey)), 0);
      return new EngineForm({ ...options, values: entry.connection, context: context ?? null }, stored);
    }

    /** Opens the form in the engine: at first, and again after the engine had to start over. */
    #open(): void {
      if (this.#closed) throw new TypeError("The form is closed");
      engine.run(() => {
        const writer = new Writer(engine);
        const behind = writer.context(this.#context);
        writer.draft({ given: this.#values, unknown: [] });
        engine.calls.formOpen(behind, this.#stored, writer.length);
        const reader = new Reader(engine);
        reader.outcome();
        this.#id = reader.count();
      });
      forgotten?.unregister(this);
      this.#generation = engine.generation;
      forgotten?.register(this, { id: this.#id, generation: this.#generation }, this);
      this.#valid = this.submit().valid;
    }

    #run<T>(call: (id: number) => T): T {
      if (this.#generation !== engine.generation || this.#closed) this.#open();
      return engine.run(() => call(this.#id));
    }

    #changes(answer: number): Changes {
      this.#valid = (answer & VALID) !== 0;
      return {
        fields: KEYS.filter((_, number) => (answer >>> number) & 1),
        notes: (answer & NOTES_CHANGED) !== 0,
        valid: this.#valid,
      };
    }

    set<K extends FieldKey>(key: K, value: FormValue<K>): Changes {
      return this.#changes(this.setFast(fieldNumber(key), value));
    }

    setFast(field: number, value: unknown): number {
      if (this.#generation !== engine.generation || this.#closed) this.#open();
      this.#values[field] = value;
      try {
        const writer = keystroke();
        writer.value(value);
        const answer = engine.calls.formSet(this.#id, field, writer.length);
        this.#valid = (answer & VALID) !== 0;
        return answer;
      } catch (error) {
        throw engine.recover(error);
      }
    }

    value(key: FieldKey): unknown {
      return this.#values[fieldNumber(key)];
    }

    field(key: FieldKey): FormField {
      return this.#run((id) => {
        engine.calls.formField(id, fieldNumber(key));
        const reader = new Reader(engine, this.#language);
        const state = STATES[reader.byte()] as FieldState;
        return { key, state, required: reader.byte() !== 0, issues: reader.issues() };
      });
    }

    options(key: FieldKey): readonly FormOption[] {
      const number = fieldNumber(key);
      const texts = CHOICES[number];
      return this.#run((id) => {
        engine.calls.formOptions(id, number);
        const reader = new Reader(engine);
        return Array.from({ length: reader.count() }, () => {
          const [value, label] = [reader.text(), reader.text()];
          const [, knownLabel, knownHint] = texts?.find(([choice]) => choice === value) ?? [];
          return { value, label: knownLabel ?? label, hint: knownHint ?? "", ...this.#language?.choice(key, value) };
        });
      });
    }

    notes(): readonly FormNote[] {
      return this.#run((id) => {
        engine.calls.formNotes(id);
        const reader = new Reader(engine);
        const shown = reader.count();
        const policy: Record<string, number> = { minLength: reader.count(), minCategories: reader.count() };
        return NOTES.filter((_, number) => (shown >>> number) & 1).map(([note, field, text]) => ({
          id: note,
          field,
          text: (this.#language?.texts.notes[note] ?? text).replace(/\{(\w+)\}/g, (_, name: string) => String(policy[name])),
        }));
      });
    }

    get valid(): boolean {
      if (this.#generation !== engine.generation) this.#open();
      return this.#valid;
    }

    generateKey(key: KeyFieldKey): { readonly key: string; readonly changes: Changes } {
      const number = fieldNumber(key);
      return this.#run((id) => {
        engine.calls.formGenerateKey(id, number, draw(engine));
        const reader = new Reader(engine);
        reader.outcome(KeyError);
        const changes = this.#changes(reader.count());
        const made = reader.text();
        engine.calls.wipe();
        this.#values[number] = made;
        return { key: made, changes };
      });
    }

    setContext(context: Context | null): Changes {
      const changes = this.#run((id) => {
        engine.calls.formContext(id, new Writer(engine).context(context));
        const reader = new Reader(engine);
        reader.outcome();
        return this.#changes(reader.count());
      });
      this.#context = context;
      return changes;
    }

    setLanguage(language: Language | null): Changes {
      this.#language = language;
      return { fields: KEYS, notes: true, valid: this.valid };
    }

    submit(): Report {
      return this.#run((id) => {
        engine.calls.formSubmit(id);
        const report = new Reader(engine, this.#language).report(this.#values);
        engine.calls.wipe();
        return report;
      });
    }

    close(): void {
      if (this.#closed) return;
      this.#closed = true;
      forgotten?.unregister(this);
      this.#values.fill(undefined);
      if (this.#generation === engine.generation) engine.run(() => engine.calls.formClose(this.#id));
    }
  };
}
