// What is shown of issues: the messages beside a field, and the summary above the form after a Save that failed.

import { el, icon, unseen } from "./dom.mjs";
import { say } from "./words.mjs";

/** The issues that keep a connection from being saved. */
export function errorsOf(issues) {
  return issues.filter((issue) => issue.severity === "error");
}

/**
 * The messages of a field. A suggestion is a button that takes it.
 *
 * @param {readonly import("./rejoin/index.js").Issue[]} issues
 * @param {(value: string | number | boolean) => string} display What a value is called.
 * @param {(value: string | number | boolean) => void} take
 */
export function messages(issues, display, take) {
  return issues.map(({ severity, message, help, suggestion }) =>
    el(
      "div",
      { class: `message ${severity}` },
      icon(severity),
      el(
        "div",
        {},
        el("p", {}, unseen(say(severity === "error" ? "error" : "warning")), message),
        help && el("p", { class: "help" }, help),
        suggestion !== undefined &&
          el(
            "button",
            { type: "button", class: "suggestion", onclick: () => take(suggestion) },
            say("use", { value: display(suggestion) }),
          ),
      ),
    ),
  );
}

/** The list of everything that is wrong, above the form. It takes the focus when it appears. */
export class ErrorSummary {
  element = el("div", {
    class: "summary",
    tabIndex: -1,
    role: "group",
    "aria-labelledby": "summary-title",
    hidden: true,
  });
  #items = [];

  /**
   * @param {readonly { issue: import("./rejoin/index.js").Issue, id: string, focus: () => void }[]} errors
   */
  show(errors) {
    this.#items = errors.map(({ issue, id, focus }) => {
      const link = el("a", { href: `#${id}` }, issue.message);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        focus();
      });
      return { issue, link, item: el("li", {}, link) };
    });
    this.element.replaceChildren(
      el("h3", { id: "summary-title" }, icon("error"), say("problem")),
      el("ul", {}, ...this.#items.map(({ item }) => item)),
    );
    this.element.hidden = false;
    this.element.focus();
  }

  /** Strikes out what has been mended. Nothing moves while somebody types. */
  update(issuesOf) {
    for (const { issue, item } of this.#items) {
      item.classList.toggle("mended", !issuesOf(issue.field).some(({ code }) => code === issue.code));
    }
  }

  hide() {
    this.#items = [];
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
