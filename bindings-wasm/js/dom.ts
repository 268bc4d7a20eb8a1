/**
 * Ties a plain `<form>` to the engine, by the Constraint Validation API and without a framework.
 *
 * @packageDocumentation
 */

import { Attributes } from "./dom-attributes.js";
import { type BindTexts, el, messages, summary, TEXTS } from "./dom-messages.js";
import type { Form } from "./form.js";
import { fieldNumber } from "./pack.js";
import type { Issue, Report } from "./report.js";
import { CHOICES, INTEGERS, KEYS } from "./tables.js";
import type { Connection, FieldKey } from "./types.js";

export type { BindTexts } from "./dom-messages.js";

/** How a form is bound. */
export interface BindOptions {
  /** The form of the engine, from `rejoin` or `rejoin/slim`. Whoever made it closes it. */
  readonly form: Form;
  /**
   * Gets the connection when the form is submitted without an error. Without it the browser submits the form, as it would
   * have done.
   */
  readonly onSubmit?: (connection: Connection, report: Report) => void;
  /** Where the error summary goes; at the start of the form by default. */
  readonly summary?: HTMLElement;
  /** The words around the messages, in another language. */
  readonly texts?: Partial<BindTexts>;
}

/** A `<form>` that is tied to the engine. */
export interface BoundForm {
  /** The form of the engine. */
  readonly form: Form;
  /** Reads the page again, after its controls, the context or the language have changed. */
  refresh(): void;
  /** Shows everything that is wrong, as a submit does, and gives the report. */
  validate(): Report;
  /** Unties the form: every attribute is what it was, and nothing listens any more. What was typed stays. */
  unbind(): void;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Counts the forms of a page, for IDs of their own. */
let bound = 0;

/**
 * Ties a `<form>` to the engine.
 *
 * A control belongs to the field whose key is its `name`: inputs, selects, text areas, check boxes and radio buttons. What
 * does not apply is hidden and disabled: the nearest element with `data-field`, or the control and its label. A `<select>`
 * without options gets those that there are. Errors show after the first blur of a field and then at every keystroke, and
 * all of them on submit, with a summary above the form that takes the focus.
 *
 * Messages have the classes `rejoin-error` and `rejoin-warning` within `rejoin-messages`, the summary `rejoin-summary`.
 *
 * @example
 * ```ts
 * import { Form } from "rejoin";
 * import { bindForm } from "rejoin/dom";
 *
 * bindForm(document.querySelector("form"), { form: new Form(), onSubmit: (connection) => save(connection) });
 * ```
 */
export function bindForm(element: HTMLFormElement, options: BindOptions): BoundForm {
  return new Binding(element, options);
}

class Binding implements BoundForm {
  readonly form: Form;
  readonly #element: HTMLFormElement;
  readonly #options: BindOptions;
  readonly #texts: BindTexts;
  readonly #attributes = new Attributes();
  readonly #listening = new AbortController();
  readonly #prefix = `rejoin-${++bound}-`;
  #controls = new Map<FieldKey, Control[]>();
  /** Where each field's messages are. */
  readonly #messages = new Map<FieldKey, HTMLElement>();
  /** What each control's custom validity was. */
  readonly #validity = new Map<Control, string>();
  /** The options that a select was given, which it had not. */
  readonly #filled = new Map<HTMLSelectElement, HTMLOptionElement[]>();
  /** The fields that somebody has left. */
  readonly #left = new Set<FieldKey>();
  #submitted = false;
  readonly #summary: HTMLElement;
  /** While a button of the mouse is down nothing moves, or the click would miss what it was meant for. */
  #pressed = false;

  constructor(element: HTMLFormElement, options: BindOptions) {
    this.form = options.form;
    this.#element = element;
    this.#options = options;
    this.#texts = { ...TEXTS, ...options.texts };
    this.#summary = el("div", "rejoin-summary");
    this.#summary.tabIndex = -1;
    this.#summary.hidden = true;
    this.#summary.setAttribute("aria-labelledby", `${this.#prefix}summary`);
    if (options.summary === undefined) element.prepend(this.#summary);
    else options.summary.append(this.#summary);
    // The browser's own bubbles would come before the submit that they keep from happening.
    this.#attributes.set(element, "novalidate", true);
    this.#listen();
    this.refresh();
  }

  #listen(): void {
    const { signal } = this.#listening;
    // A control may stand outside its form, so that its events do not pass through it.
    const root = this.#element.getRootNode();
    const on = (type: string, run: (key: FieldKey, controls: readonly Control[]) => void) =>
      root.addEventListener(
        type,
        ({ target }) => {
          for (const [key, controls] of this.#controls) if (controls.includes(target as Control)) run(key, controls);
        },
        { signal },
      );
    on("input", (key) => this.#typed(key));
    on("change", (key) => this.#typed(key));
    on("focusout", (key) => {
      this.#left.add(key);
      if (!this.#pressed) this.#show([key]);
    });
    root.addEventListener("pointerdown", () => void (this.#pressed = true), { signal, capture: true });
    for (const type of ["pointerup", "pointercancel"]) {
      root.addEventListener(
        type,
        () => {
          this.#pressed = false;
          // The click comes after this.
          setTimeout(() => signal.aborted || this.#show(this.#left), 0);
        },
        { signal, capture: true },
      );
    }
    this.#element.addEventListener("submit", (event) => this.#onSubmit(event), { signal });
    this.#element.addEventListener("reset", () => setTimeout(() => signal.aborted || this.#onReset(), 0), { signal });
  }

  refresh(): void {
    this.#controls = new Map();
    for (const control of Array.from(this.#element.elements) as Control[]) {
      const key = KEYS.find((name) => name === control.name);
      if (key === undefined || !("setCustomValidity" in control)) continue;
      this.#controls.set(key, [...(this.#controls.get(key) ?? []), control]);
      if (!this.#validity.has(control)) this.#validity.set(control, control.validity.customError ? control.validationMessage : "");
    }
    for (const [key, controls] of this.#controls) {
      this.#fill(key, controls);
      const value = this.form.value(key);
      // What the page holds already counts where the form has nothing.
      if (value === undefined || value === null || value === "") this.form.set(key, read(key, controls) as string);
      else write(controls, value);
    }
    this.#show(this.#controls.keys());
  }

  validate(): Report {
    this.#submitted = true;
    const report = this.form.submit();
    this.#show(this.#controls.keys());
    if (!report.valid) this.#summary.focus();
    return report;
  }

  unbind(): void {
    this.#listening.abort();
    this.#attributes.restore();
    for (const [control, message] of this.#validity) control.setCustomValidity(message);
    // What was chosen stays chosen.
    for (const [{ value }, added] of this.#filled) {
      for (const option of added) if (value === "" || option.value !== value) option.remove();
    }
    for (const place of this.#messages.values()) place.remove();
    this.#summary.remove();
    this.#controls.clear();
  }

  #typed(key: FieldKey): void {
    const controls = this.#controls.get(key) ?? [];
    const { fields } = this.form.set(key, read(key, controls) as string);
    this.#show(new Set([key, ...fields]));
  }

  #onSubmit(event: SubmitEvent): void {
    const report = this.validate();
    if (!report.valid || this.#options.onSubmit !== undefined) event.preventDefault();
    if (report.valid) this.#options.onSubmit?.(report.connection, report);
  }

  #onReset(): void {
    this.#submitted = false;
    this.#left.clear();
    for (const [key, controls] of this.#controls) this.form.set(key, read(key, controls) as string);
    this.#show(this.#controls.keys());
  }

  /** Shows what the form says of some fields. */
  #show(keys: Iterable<FieldKey>): void {
    const open = new Set(keys);
    for (const key of open) {
      const controls = this.#controls.get(key);
      if (controls === undefined) continue;
      for (const changed of this.#fill(key, controls)) {
        open.delete(changed);
        open.add(changed);
      }
      this.#showField(key, controls);
    }
    this.#showSummary();
  }

  #showField(key: FieldKey, controls: readonly Control[]): void {
    const { state, required, issues } = this.form.field(key);
    const applies = state === "applies";
    for (const part of this.#parts(key, controls)) this.#hide(part, !applies);
    const error = issues.find(({ severity }) => severity === "error");
    const shown = applies && (this.#submitted || this.#left.has(key)) ? issues : [];
    const place = this.#place(key, controls);
    this.#say(key, place, shown);
    for (const control of controls) {
      this.#attributes.set(control, "disabled", !applies || this.#attributes.before(control, "disabled") !== null);
      this.#attributes.set(control, "required", required && control.type !== "checkbox");
      this.#attributes.set(control, "aria-invalid", shown.some(({ severity }) => severity === "error") && "true");
      const described = [this.#attributes.before(control, "aria-describedby"), shown.length > 0 ? place.id : null];
      this.#attributes.set(control, "aria-describedby", described.filter(Boolean).join(" ") || false);
      // One of a group of radio buttons speaks for all.
      control.setCustomValidity(applies && control === controls[0] ? (error?.message ?? "") : "");
    }
  }

  #hide(part: Element, hide: boolean): void {
    this.#attributes.set(part, "hidden", hide || this.#attributes.before(part, "hidden") !== null);
  }

  /** What is hidden where a field does not apply. */
  #parts(key: FieldKey, controls: readonly Control[]): Element[] {
    const marked = controls[0]?.closest(`[data-field="${key}"]`);
    if (marked) return [marked];
    const group = controls[0]?.closest("fieldset");
    const others = (other: Element) => other.tagName !== "FIELDSET" && !controls.includes(other as Control);
    if (group && !Array.from(group.elements).some(others)) return [group];
    const labels = controls.flatMap((control) => Array.from<Element>(control.labels ?? []));
    const place = this.#messages.get(key);
    return [...controls, ...labels, ...(place === undefined ? [] : [place])];
  }

  /** Where the messages of a field are: behind its last control, or behind the label that this stands in. */
  #place(key: FieldKey, controls: readonly Control[]): HTMLElement {
    let place = this.#messages.get(key);
    if (place === undefined) {
      place = el("div", "rejoin-messages");
      place.id = `${this.#prefix}${key}`;
      place.setAttribute("aria-live", "polite");
      const last = controls[controls.length - 1] as Control;
      (last.closest("label") ?? last).after(place);
      this.#messages.set(key, place);
    }
    return place;
  }

  /** What each place says now, so that nothing is read out again that was said already. */
  readonly #said = new WeakMap<Element, string>();

  #say(key: FieldKey, place: HTMLElement, issues: readonly Issue[]): void {
    const said = JSON.stringify(issues);
    if ((this.#said.get(place) ?? "[]") === said) return;
    this.#said.set(place, said);
    const display = (value: string) => this.form.options(key).find((option) => option.value === value)?.label ?? value;
    place.replaceChildren(...messages(issues, this.#texts, display, (value) => this.#take(key, value)));
  }

  /** Takes a suggestion. The button goes, so the control has the focus. */
  #take(key: FieldKey, value: string | number | boolean): void {
    const controls = this.#controls.get(key) ?? [];
    write(controls, value);
    controls[0]?.focus();
    this.#typed(key);
  }

  #showSummary(): void {
    const { issues } = this.#submitted ? this.form.submit() : { issues: [] };
    const errors = issues.filter(({ severity }) => severity === "error");
    const said = JSON.stringify(errors);
    if ((this.#said.get(this.#summary) ?? "[]") === said) return;
    this.#said.set(this.#summary, said);
    const items = errors.map(({ field, message }) => {
      const control = this.#controls.get(field as FieldKey)?.[0];
      if (control !== undefined && control.id === "") this.#attributes.set(control, "id", `${this.#prefix}${field}-control`);
      return { message, control };
    });
    this.#summary.hidden = items.length === 0;
    this.#summary.replaceChildren(...(items.length === 0 ? [] : summary(items, this.#texts, `${this.#prefix}summary`)));
  }

  /**
   * Shows the choices that are offered now: those of a select that came without, and the radio buttons of a field. Gives the
   * fields that look different because what was chosen is no longer offered.
   */
  #fill(key: FieldKey, controls: readonly Control[]): readonly FieldKey[] {
    const first = controls[0];
    if (first instanceof HTMLSelectElement) {
      const own = Array.from(first.options).filter((option) => !this.#filled.get(first)?.includes(option));
      if (!own.some(({ value }) => value !== "")) {
        const offered = this.form.options(key);
        const before = this.#filled.get(first) ?? [];
        if (this.#said.get(first) === JSON.stringify(offered)) return [];
        this.#said.set(first, JSON.stringify(offered));
        const chosen = first.value || String(this.form.value(key) ?? "");
        for (const option of before) option.remove();
        const added = offered.map(({ value, label }) => new Option(label, value, false, value === chosen));
        // Something must be there that is no choice, or the first would be chosen unasked.
        if (own.length === 0) added.unshift(new Option("", "", false, !offered.some(({ value }) => value === chosen)));
        first.append(...added);
        this.#filled.set(first, added);
        return chosen === first.value ? [] : this.form.set(key, first.value).fields;
      }
    }
    if (CHOICES[fieldNumber(key)] === undefined) return [];
    const offered = new Set(this.form.options(key).map(({ value }) => value));
    const choices = first instanceof HTMLSelectElement ? Array.from(first.options) : controls.filter(({ type }) => type === "radio");
    for (const choice of choices) {
      if (choice.value === "") continue;
      const off = !offered.has(choice.value);
      const label = choice instanceof HTMLOptionElement ? choice : (choice.closest("label") ?? choice);
      this.#hide(label, off);
      if (choice instanceof HTMLOptionElement) this.#attributes.set(choice, "disabled", off);
    }
    return [];
  }
}

/** What a control says, as a draft has it. */
function read(key: FieldKey, controls: readonly Control[]): unknown {
  const [first] = controls;
  if (first === undefined) return undefined;
  if (first.type === "radio") return controls.find((control) => (control as HTMLInputElement).checked)?.value;
  if (first.type === "checkbox") return (first as HTMLInputElement).checked;
  const whole = (INTEGERS >>> fieldNumber(key)) & 1;
  // What is no number is left as it is, and the engine says so.
  return whole && /^\s*-?\d{1,15}\s*$/.test(first.value) ? Number(first.value) : first.value;
}

/** Shows a value in a control. */
function write(controls: readonly Control[], value: unknown): void {
  for (const control of controls) {
    if (control.type === "radio") (control as HTMLInputElement).checked = control.value === value;
    else if (control.type === "checkbox") (control as HTMLInputElement).checked = value === true;
    else if (control.value !== String(value)) control.value = String(value);
  }
}
