// A question that is answered before anything else goes on.

import { el } from "./dom.mjs";
import { say } from "./words.mjs";

/**
 * Asks a question.
 *
 * @param {{ title: string, text: string, confirm: string, cancel?: string, danger?: boolean }} question
 * @returns {Promise<boolean>} Whether the answer was yes. Escape is no.
 */
export function ask({ title, text, confirm, cancel = say("cancel"), danger = false }) {
  return new Promise((resolve) => {
    const dialog = el(
      "dialog",
      { class: "confirm", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
      el("h2", { id: "confirm-title" }, title),
      el("p", { id: "confirm-text" }, text),
      el(
        "div",
        { class: "buttons" },
        el(
          "button",
          { type: "button", class: danger ? "danger" : "primary", onclick: () => dialog.close("yes") },
          confirm,
        ),
        el("button", { type: "button", autofocus: true, onclick: () => dialog.close("no") }, cancel),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
