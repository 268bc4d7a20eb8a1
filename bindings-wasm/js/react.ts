/**
 * A form of the engine for React.
 *
 * @packageDocumentation
 */

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";

import type { Context } from "./context.js";
import type { Changes, Form, FormField, FormNote, FormOption, FormValue } from "./form.js";
import type { Language } from "./language.js";
import type { Report } from "./report.js";
import type { FieldKey, KeyFieldKey } from "./types.js";

/** What a component shows of a field. */
export interface ConnectionField extends FormField {
  /** What was typed; `""` where nothing was. */
  readonly value: unknown;
  /** The values that it offers: those of a choice, or what the context knows. */
  readonly options: readonly FormOption[];
}

/** A form that components share. It is the same object from the first render to the last. */
export interface ConnectionForm {
  /** Gives a field a value. Only what looks different now renders again. */
  set<K extends FieldKey>(key: K, value: FormValue<K>): Changes;
  /** Puts a fresh key into a key field, and gives it. */
  generateKey(key: KeyFieldKey): string;
  /** Puts another context in place. */
  setContext(context: Context | null): Changes;
  /** Says everything in another language from now on. */
  setLanguage(language: Language | null): Changes;
  /** The connection, or the issues. */
  submit(): Report;
  /** For `useSyncExternalStore`: what is called when a field, or anything, looks different. */
  subscribe(listener: () => void, key?: FieldKey): () => void;
  /** What is shown of a field: the same object until it looks different. */
  field(key: FieldKey): ConnectionField;
  /** The notes that belong to the choices made: the same list until there are others. */
  notes(): readonly FormNote[];
  /** Whether no field has an error. */
  readonly valid: boolean;
}

/**
 * A form for as long as a component is mounted: then it is closed, and what was typed is wiped.
 *
 * The component itself does not render again when something is typed; those that call `useField`, `useNotes` and `useValid`
 * do, each when what it shows looks different. In StrictMode and under Suspense a form is opened as often as React asks for
 * one; one that was never shown is closed when it is collected.
 *
 * @param create - Makes the form of the engine, once.
 * @example
 * ```tsx
 * import { Form } from "rejoin";
 * import { useConnectionForm, useField } from "rejoin/react";
 *
 * function CreateConnection({ context }) {
 *   const form = useConnectionForm(() => new Form({ context }));
 *   return <form onSubmit={(event) => { event.preventDefault(); save(form.submit()); }}><Name form={form} /></form>;
 * }
 *
 * function Name({ form }) {
 *   const { value, issues } = useField(form, "name");
 *   return <label>Name <input value={value} onChange={(event) => form.set("name", event.target.value)} />{issues[0]?.message}</label>;
 * }
 * ```
 */
export function useConnectionForm(create: () => Form): ConnectionForm {
  const latest = useRef(create);
  latest.current = create;
  const [form] = useState(() => new Store(() => latest.current()));
  useEffect(() => {
    form.open();
    return () => form.close();
  }, [form]);
  return form;
}

/** What is shown of a field. The component renders again when that changes, and at no other keystroke. */
export function useField(form: ConnectionForm, key: FieldKey): ConnectionField {
  const subscribe = useCallback((listener: () => void) => form.subscribe(listener, key), [form, key]);
  const look = () => form.field(key);
  return useSyncExternalStore(subscribe, look, look);
}

/** The notes that belong to the choices made. */
export function useNotes(form: ConnectionForm): readonly FormNote[] {
  const subscribe = useCallback((listener: () => void) => form.subscribe(listener), [form]);
  const look = () => form.notes();
  return useSyncExternalStore(subscribe, look, look);
}

/** Whether no field has an error. */
export function useValid(form: ConnectionForm): boolean {
  const subscribe = useCallback((listener: () => void) => form.subscribe(listener), [form]);
  const look = () => form.valid;
  return useSyncExternalStore(subscribe, look, look);
}

class Store implements ConnectionForm {
  readonly #create: () => Form;
  #form: Form | undefined;
  readonly #fields = new Map<FieldKey, ConnectionField>();
  #notes: readonly FormNote[] | undefined;
  /** Who listens to a field; those under `undefined` listen to everything. */
  readonly #listeners = new Map<FieldKey | undefined, Set<() => void>>();

  constructor(create: () => Form) {
    this.#create = create;
  }

  /** Opens the form where it is not: at its first use, and when an effect runs again after it was closed. */
  open(): Form {
    return (this.#form ??= this.#create());
  }

  /** Closes the form. What is shown of it is forgotten, as it may show what was typed. */
  close(): void {
    this.#form?.close();
    this.#form = undefined;
    this.#fields.clear();
    this.#notes = undefined;
  }

  subscribe(listener: () => void, key?: FieldKey): () => void {
    let listeners = this.#listeners.get(key);
    if (listeners === undefined) this.#listeners.set(key, (listeners = new Set()));
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  field(key: FieldKey): ConnectionField {
    let field = this.#fields.get(key);
    if (field === undefined) {
      const form = this.open();
      field = { ...form.field(key), value: form.value(key) ?? "", options: form.options(key) };
      this.#fields.set(key, field);
    }
    return field;
  }

  notes(): readonly FormNote[] {
    return (this.#notes ??= this.open().notes());
  }

  get valid(): boolean {
    return this.open().valid;
  }

  set<K extends FieldKey>(key: K, value: FormValue<K>): Changes {
    // The value itself looks different, whatever is said about it.
    return this.#changed(this.open().set(key, value), key);
  }

  generateKey(key: KeyFieldKey): string {
    const { key: made, changes } = this.open().generateKey(key);
    this.#changed(changes, key);
    return made;
  }

  setContext(context: Context | null): Changes {
    return this.#changed(this.open().setContext(context));
  }

  setLanguage(language: Language | null): Changes {
    return this.#changed(this.open().setLanguage(language));
  }

  submit(): Report {
    return this.open().submit();
  }

  /** Forgets what looks different, and tells who shows it. */
  #changed(changes: Changes, typed?: FieldKey): Changes {
    const keys = new Set(changes.fields);
    if (typed !== undefined) keys.add(typed);
    for (const key of keys) this.#fields.delete(key);
    if (changes.notes) this.#notes = undefined;
    for (const key of [...keys, undefined]) for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
    return changes;
  }
}
