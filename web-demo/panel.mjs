// The Create connection panel. It draws itself from the field table; which fields apply, which are required, what they
// offer, what is wrong with them and what to know about them comes from the form of the package.

import { actionView } from "./actions.mjs";
import { ask } from "./confirm.mjs";
import { controlFor } from "./controls.mjs";
import { el, icon, unseen } from "./dom.mjs";
import { ErrorSummary, errorsOf, messages } from "./errors.mjs";
import { Form, inspectKey } from "./rejoin/index.js";
import { FIELDS, language, say, sayWith } from "./words.mjs";

/**
 * What the panel needs of the page around it.
 *
 * @typedef {object} Host
 * @property {(entryId?: string) => import("./rejoin/index.js").Context} context What the host knows now; the names in
 *   use are those of the other connections.
 * @property {Readonly<Record<string, string>>} links The addresses of the links, by the kinds of actions.
 * @property {import("./issuer.mjs").BulkTokenIssuer} issuer
 * @property {(message: string, unseen?: boolean) => void} announce Says something without moving the focus; `unseen`
 *   what the panel shows anyway.
 * @property {(connection: object, entryId: string | undefined, warnings: number, history: object[]) => void} save
 * @property {() => void} closed
 */

/**
 * One opening of the panel.
 *
 * @typedef {object} Session
 * @property {import("./rejoin/index.js").CatalogEntry} [entry] The connection being edited.
 * @property {AbortSignal} signal Aborted when the panel closes.
 * @property {object[]} history The tokens that were issued, the latest first.
 */

export class Panel {
  /** @type {Host} */
  host;
  /** @type {import("./rejoin/index.js").Form} */
  form;
  /** @type {Session} */
  session;
  #root;
  #rows = new Map();
  #sections = [];
  #summary = new ErrorSummary();
  /** The title of the page without a word of an error. */
  #title = document.title;
  #abort;
  #dirty = false;
  #clock;
  /** What waits for the pointer to be released: a message that appears must not move what is being pressed. */
  #waiting = [];
  #pressed = false;

  constructor(root, host) {
    this.#root = root;
    this.host = host;
    addEventListener("pointerdown", () => (this.#pressed = true), true);
    for (const end of ["pointerup", "pointercancel"])
      addEventListener(end, () => setTimeout(() => this.#released()), true);
  }

  get isOpen() {
    return this.session !== undefined;
  }

  /** Opens the panel for a new connection, or for a saved one. */
  open(entry, history = []) {
    this.#abort = new AbortController();
    this.session = { entry, history, signal: this.#abort.signal };
    const context = this.host.context(entry?.id);
    this.form = entry === undefined ? new Form({ context, language }) : Form.edit(entry, context, { language });
    this.#dirty = false;
    this.#draw();
    for (const row of this.#rows.values()) this.#start(row);
    this.#refresh(FIELDS.map(({ key }) => key));
    this.#root.hidden = false;
    this.#root.scrollTop = 0;
    this.#clock = setInterval(() => this.contextChanged(), 60_000);
    this.focus(FIELDS[0].key);
  }

  /** Closes the panel, and wipes what was typed. */
  close() {
    if (!this.isOpen) return;
    clearInterval(this.#clock);
    this.#abort.abort();
    this.form.close();
    for (const { control } of this.#rows.values()) control.write(undefined);
    this.#rows.clear();
    this.#root.replaceChildren();
    this.#root.hidden = true;
    this.session = undefined;
    document.title = this.#title;
    this.host.closed();
  }

  /** Closes the panel, and asks first if something was typed. */
  async leave() {
    const sure =
      !this.#dirty ||
      (await ask({
        title: say("discardTitle"),
        text: say("discardText"),
        confirm: say("discard"),
        cancel: say("keepEditing"),
      }));
    if (sure) this.close();
    return sure;
  }

  /** Takes up what the host knows now. */
  contextChanged() {
    if (!this.isOpen) return;
    this.form.setContext(this.host.context(this.session.entry?.id));
    this.#refresh(FIELDS.map(({ key }) => key));
  }

  /** Takes up the language that the page has now. What was typed, and what is shown of it, stays. */
  languageChanged() {
    this.#title = document.title;
    if (!this.isOpen) return;
    const judged = new Set([...this.#rows].filter(([, row]) => row.judged).map(([key]) => key));
    this.form.setLanguage(language);
    this.#draw();
    for (const [key, row] of this.#rows) {
      this.#start(row);
      row.judged = judged.has(key);
    }
    this.#refresh(FIELDS.map(({ key }) => key));
  }

  spec(key) {
    return FIELDS.find((spec) => spec.key === key);
  }

  value(key) {
    return this.form.value(key);
  }

  /** Whether the field has a value, here or where the host keeps its secrets. */
  hasValue(key) {
    return (this.value(key) ?? "") !== "" || this.#stored(key) !== undefined;
  }

  /** Puts a value into a field as if it had been typed there. */
  put(key, value) {
    const row = this.#rows.get(key);
    row.control.write(value);
    this.#set(row, value);
    this.reveal([key]);
  }

  /** Puts a fresh key into its field. */
  generate(key) {
    const { key: made, changes } = this.form.generateKey(key);
    this.#rows.get(key).control.write(made);
    this.#dirty = true;
    this.#refresh([key, ...changes.fields]);
  }

  /** Shows the issues of these fields from now on. */
  reveal(keys) {
    for (const key of keys) this.#rows.get(key).judged = true;
    this.#refresh(keys);
  }

  focus(key) {
    const { element, control } = this.#rows.get(key);
    control.focus();
    element.scrollIntoView({ block: "nearest" });
  }

  #stored(key) {
    const { entry } = this.session;
    return entry?.secrets[key] ?? entry?.keys[key];
  }

  /** Starts a row with its value. What was saved is judged at once; what is new, after it was left. */
  #start(row) {
    const { key } = row.spec;
    row.judged = this.session.entry !== undefined && (this.form.value(key) ?? "") !== "";
    // A choice between one thing is none.
    const [only, ...others] = row.spec.choices ?? [];
    if (only !== undefined && others.length === 0 && (this.form.value(key) ?? "") === "")
      this.form.set(key, only.value);
    row.control.offer(this.form.options(key));
    row.control.write(this.form.value(key));
  }

  #draw() {
    const { entry } = this.session;
    this.#rows.clear();
    this.#summary.hide();
    const sections = new Map(FIELDS.map(({ section }) => [section.key, section]));
    this.#sections = [...sections.values()].map(({ key, label }) => {
      const rows = FIELDS.filter(({ section }) => section.key === key).map((spec) => this.#row(spec));
      const id = `section-${key}`;
      const fields = rows.map(({ element }) => element);
      return { rows, element: el("section", { "aria-labelledby": id }, el("h3", { id }, label), ...fields) };
    });
    const form = el(
      "form",
      { noValidate: true, autocomplete: "off", "aria-labelledby": "panel-title" },
      this.#summary.element,
      el("p", { class: "hint" }, ...sayWith("required", { mark: el("span", { class: "required" }, "*") })),
      ...this.#sections.map(({ element }) => element),
      el(
        "footer",
        {},
        el("button", { type: "submit", class: "primary" }, say("save")),
        el("button", { type: "button", onclick: () => this.leave() }, say("cancel")),
        el("p", { class: "hint" }, say("private")),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#root.replaceChildren(
      el(
        "header",
        {},
        el("h2", { id: "panel-title" }, say(entry === undefined ? "create" : "editConnection")),
        el(
          "button",
          { type: "button", class: "plain", "aria-label": say("close"), onclick: () => this.leave() },
          icon("close"),
        ),
      ),
      form,
    );
  }

  /** Everything that belongs to one field. */
  #row(spec) {
    const id = `field-${spec.key}`;
    const [labelId, hintId, storedId, messagesId] = ["label", "hint", "stored", "messages"].map(
      (part) => `${id}-${part}`,
    );
    const control = controlFor(spec, id, labelId);
    const grouped = spec.kind === "choice";
    const label = el(grouped ? "span" : "label", { id: labelId, class: "label", for: !grouped && id }, spec.label);
    const required = el("span", { class: "required", "aria-hidden": true }, "*");
    const mark = el("span", { class: "mark" });
    const example = spec.example !== "" && el("span", { class: "example" }, say("example", spec));
    const both = spec.hint !== "" && example;
    const hint =
      (spec.hint !== "" || example) &&
      el(
        "p",
        { id: hintId, class: "hint" },
        ...(both ? sayWith("hintAndExample", { hint: spec.hint, example }) : [spec.hint, example]),
      );
    const stored = el("p", { id: storedId, class: "stored", hidden: true });
    const shown = el("div", { id: messagesId, class: "messages" });
    const notes = el("div", { class: "notes" });
    const row = {
      spec,
      control,
      required,
      mark,
      stored,
      shown,
      notes,
      ids: { hintId, storedId, messagesId },
      judged: false,
    };
    row.actions = spec.actions.map((action) => actionView(action, this)).filter((view) => view !== undefined);
    const head = el("div", { class: "field-head" }, label, required, mark);
    row.element = el(
      "div",
      { class: `field of-${spec.kind}`, hidden: true },
      ...(spec.kind === "boolean" ? [el("div", { class: "check" }, control.element, head)] : [head]),
      hint,
      ...(spec.kind === "boolean" ? [] : [control.element]),
      stored,
      shown,
      row.actions.length > 0 && el("div", { class: "buttons" }, ...row.actions.map(({ element }) => element)),
      ...row.actions.map(({ below }) => below),
      notes,
    );
    this.#listen(row);
    this.#rows.set(spec.key, row);
    return row;
  }

  /** A field is judged once it has been changed and left, and from then on at every keystroke. */
  #listen(row) {
    const { element } = row.control;
    let changed = false;
    element.addEventListener("input", () => {
      changed = true;
      if (row.spec.kind === "choice" || row.spec.kind === "boolean") row.judged = true;
      this.#set(row, row.control.read());
    });
    element.addEventListener("focusout", (event) => {
      if (!changed || row.judged || element.contains(event.relatedTarget)) return;
      this.#waiting.push(row);
      if (!this.#pressed) this.#released();
    });
  }

  #released() {
    this.#pressed = false;
    for (const row of this.#waiting.splice(0)) {
      if (this.#rows.get(row.spec.key) !== row) continue;
      this.reveal([row.spec.key]);
      const [issue] = this.form.field(row.spec.key).issues;
      if (issue !== undefined) this.host.announce(`${row.spec.label}: ${issue.message}`, true);
    }
  }

  #set(row, value) {
    this.#dirty = true;
    const changes = this.form.set(row.spec.key, value);
    this.#refresh([row.spec.key, ...changes.fields]);
  }

  /** Brings rows up to date with the form. */
  #refresh(keys) {
    for (const key of new Set(keys)) this.#refreshRow(this.#rows.get(key));
    for (const { rows, element } of this.#sections) element.hidden = rows.every((row) => row.element.hidden);
    this.#refreshNotes();
    for (const row of this.#rows.values()) for (const action of row.actions) action.refresh?.();
    this.#summary.update((key) => this.form.field(key).issues);
  }

  #refreshRow(row) {
    const { spec, control } = row;
    const { state, required, issues } = this.form.field(spec.key);
    row.element.hidden = state !== "applies";
    if (row.element.hidden) return;
    this.#refreshOptions(row);
    const value = this.form.value(spec.key) ?? "";
    const stored = value === "" ? this.#stored(spec.key) : undefined;
    const visible = row.judged ? issues : [];
    const worst = errorsOf(visible).length > 0 ? "error" : visible.length > 0 ? "warning" : "";
    const fine = issues.length === 0 && spec.kind !== "boolean" && (value !== "" || stored !== undefined);
    const mark = worst || (fine ? "ok" : "");
    if (row.element.dataset.mark !== mark) {
      row.element.dataset.mark = mark;
      row.mark.replaceChildren(...(mark === "" ? [] : [icon(mark)]));
    }
    row.required.hidden = !required;
    this.#refreshStored(row, value, stored);
    this.#refreshMessages(row, visible);
    const { hintId, storedId, messagesId } = row.ids;
    const described = [
      (spec.hint !== "" || spec.example !== "") && hintId,
      !row.stored.hidden && storedId,
      visible.length > 0 && messagesId,
    ];
    control.mark({ invalid: worst === "error", required, describedBy: described.filter(Boolean).join(" ") });
  }

  /** Other choices than before are shown as they are, and not as if somebody had chosen wrongly. */
  #refreshOptions(row) {
    const options = this.form.options(row.spec.key);
    const text = JSON.stringify(options);
    if (row.options === text) return;
    if (row.options !== undefined && row.spec.kind === "choice") row.judged = false;
    row.options = text;
    row.control.offer(options);
    row.control.write(this.form.value(row.spec.key));
  }

  /** What is known of a secret that the host holds, or of a key. */
  #refreshStored(row, value, stored) {
    let parts = [];
    if (stored !== undefined) {
      parts = [say("storedKeep"), ...(stored.masked ? [" ", ...keyParts(stored)] : [])];
    } else if (row.spec.keyKind !== undefined && value !== "") {
      const info = inspectKey(String(value));
      if ("masked" in info) parts = keyParts(info);
    }
    row.stored.hidden = parts.length === 0;
    row.stored.replaceChildren(...parts);
  }

  #refreshMessages(row, issues) {
    const text = JSON.stringify(issues);
    if (row.issues === text) return;
    row.issues = text;
    const display = (value) =>
      this.form.options(row.spec.key).find((option) => option.value === value)?.label ?? String(value);
    const take = (value) => {
      this.put(row.spec.key, value);
      this.focus(row.spec.key);
      this.host.announce(say("isNow", { label: row.spec.label, value: display(value) }));
    };
    row.shown.replaceChildren(...messages(issues, display, take));
  }

  #refreshNotes() {
    const notes = this.form.notes();
    for (const row of this.#rows.values()) {
      const texts = notes.filter(({ field }) => field === row.spec.key).map(({ text }) => text);
      if (row.texts === texts.join("\n")) continue;
      row.texts = texts.join("\n");
      row.notes.replaceChildren(
        ...texts.map((text) =>
          el("p", { class: "callout note" }, icon("info"), unseen(say("note")), el("span", {}, text)),
        ),
      );
    }
  }

  #save() {
    for (const { control } of this.#rows.values()) control.conceal?.();
    this.form.setContext(this.host.context(this.session.entry?.id));
    const report = this.form.submit();
    if (report.valid) {
      const { entry, history } = this.session;
      try {
        this.host.save(report.connection, entry?.id, report.issues.length, history);
      } catch (error) {
        this.host.announce(say("notSaved", { reason: error.message }));
        return;
      }
      this.close();
      return;
    }
    this.reveal([...this.#rows.values()].filter(({ element }) => !element.hidden).map(({ spec }) => spec.key));
    // In the order in which the fields stand on the page.
    const order = this.#sections.flatMap(({ rows }) => rows.map(({ spec }) => spec.key));
    const errors = order.flatMap((key) => errorsOf(report.issues.filter((issue) => issue.field === key)));
    document.title = say("error") + this.#title;
    this.#summary.show(
      errors.map((issue) => ({ issue, id: `field-${issue.field}`, focus: () => this.focus(issue.field) })),
    );
    this.#root.scrollTop = 0;
  }
}

/** How to recognise a key. */
function keyParts({ id, masked }) {
  return sayWith("keyIs", { key: el("code", {}, masked), id: el("code", {}, id) });
}
