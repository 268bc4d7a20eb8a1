// One control per kind of field. A control knows how to show and read a value, and nothing of what the value means.

import { el, setAttribute } from "./dom.mjs";
import { inside, say } from "./words.mjs";

/**
 * @typedef {object} Control
 * @property {HTMLElement} element What goes into the page.
 * @property {() => unknown} read The value as the form takes it.
 * @property {(value: unknown) => void} write Shows a value.
 * @property {() => void} focus
 * @property {(options: readonly { value: string, label: string, hint: string }[]) => void} offer Shows the values to
 *   choose from.
 * @property {(state: { invalid: boolean, required: boolean, describedBy: string }) => void} mark
 * @property {(() => void)} [conceal] Hides what it shows, where that is a secret.
 */

/**
 * Makes the control of a field.
 *
 * @param {import("./rejoin/index.js").FieldSpec} spec
 * @param {string} id The `id` of what the label is for.
 * @param {string} labelId The `id` of the label.
 * @returns {Control}
 */
export function controlFor(spec, id, labelId) {
  switch (spec.kind) {
    case "choice":
      return choice(spec, id, labelId);
    case "boolean":
      return checkbox(spec, id);
    case "integer":
      return integer(spec, id);
    case "secret":
    case "key":
      return secret(spec, id);
    default:
      return text(spec, id);
  }
}

function input(spec, id, more = {}) {
  return el("input", { type: "text", id, name: spec.key, autocomplete: spec.autocomplete, spellcheck: false, ...more });
}

function markInput(element, { invalid, required, describedBy }) {
  setAttribute(element, "aria-invalid", invalid);
  setAttribute(element, "aria-required", required);
  setAttribute(element, "aria-describedby", describedBy);
}

/** Text; where the form offers values, they can be picked from a list or typed. */
function text(spec, id) {
  const element = input(spec, id, { autocapitalize: "none" });
  const list = el("datalist", { id: `${id}-options` });
  return {
    element: el("div", { class: "text" }, element, list),
    read: () => element.value,
    write: (value) => {
      element.value = value ?? "";
    },
    focus: () => element.focus(),
    offer: (options) => {
      list.replaceChildren(...options.map(({ value, label }) => el("option", { value, label })));
      setAttribute(element, "list", options.length > 0 && list.id);
    },
    mark: (state) => markInput(element, state),
  };
}

/** A whole number. What does not look like one is handed on as it is, so that the form can say so. */
function integer(spec, id) {
  const element = input(spec, id, { inputMode: "numeric", class: "short" });
  return {
    element,
    read: () => (/^-?\d+$/.test(element.value) ? Number(element.value) : element.value),
    write: (value) => {
      element.value = value ?? "";
    },
    focus: () => element.focus(),
    offer: () => {},
    mark: (state) => markInput(element, state),
  };
}

/** A secret: hidden until it is asked for; pasting and password managers are welcome, filling in by itself is not. */
function secret(spec, id) {
  const element = input(spec, id, {
    type: "password",
    autocapitalize: "none",
    autocorrect: "off",
    "data-1p-ignore": true,
    "data-bwignore": true,
    "data-lpignore": true,
    "data-form-type": "other",
  });
  const toggle = el("button", { type: "button", class: "toggle", onclick: () => show(element.type === "password") });
  const show = (shown) => {
    element.type = shown ? "text" : "password";
    toggle.textContent = say(shown ? "hide" : "show");
    toggle.setAttribute("aria-label", say(shown ? "hideLabel" : "showLabel", { label: inside(spec.label) }));
    toggle.setAttribute("aria-pressed", String(shown));
  };
  show(false);
  return {
    element: el("div", { class: "secret" }, element, toggle),
    read: () => element.value,
    write: (value) => {
      element.value = value ?? "";
    },
    focus: () => element.focus(),
    offer: () => {},
    mark: (state) => markInput(element, state),
    conceal: () => show(false),
  };
}

/** One of some values. */
function choice(spec, id, labelId) {
  const element = el("div", { id, role: "radiogroup", class: "choices", "aria-labelledby": labelId });
  const radios = () => [...element.querySelectorAll("input")];
  return {
    element,
    read: () => radios().find((radio) => radio.checked)?.value ?? "",
    write: (value) => {
      for (const radio of radios()) radio.checked = radio.value === value;
    },
    focus: () => (radios().find((radio) => radio.checked) ?? radios()[0])?.focus(),
    offer: (options) => {
      element.replaceChildren(...options.map((option, number) => radio(spec, `${id}-${number}`, option)));
    },
    mark: (state) => markInput(element, state),
  };
}

function radio(spec, id, { value, label, hint }) {
  const described = hint !== "" && `${id}-hint`;
  return el(
    "div",
    { class: "choice" },
    el("input", { type: "radio", id, name: spec.key, value, "aria-describedby": described }),
    el("label", { for: id }, label),
    described && el("p", { id: described, class: "hint" }, hint),
  );
}

/** Yes or no. Its label is beside it. */
function checkbox(spec, id) {
  const element = el("input", { type: "checkbox", id, name: spec.key });
  return {
    element,
    read: () => element.checked,
    write: (value) => {
      element.checked = value === true;
    },
    focus: () => element.focus(),
    offer: () => {},
    mark: ({ invalid, describedBy }) => markInput(element, { invalid, required: false, describedBy }),
  };
}
