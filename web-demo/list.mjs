// The saved connections, with what may be shown of them.

import { el } from "./dom.mjs";
import { dateTime, FIELDS, say } from "./words.mjs";

/**
 * Draws the list.
 *
 * @param {HTMLElement} root
 * @param {import("./rejoin/index.js").CatalogEntry[]} entries
 * @param {{ edit: (id: string) => void, remove: (id: string) => void }} on
 */
export function drawList(root, entries, on) {
  if (entries.length === 0) {
    root.replaceChildren(el("p", { class: "empty" }, say("none")));
    return;
  }
  root.replaceChildren(el("ul", { class: "cards" }, ...entries.map((entry) => card(entry, on))));
}

function card(entry, on) {
  const { name } = entry.connection;
  const edit = () => on.edit(entry.id);
  return el(
    "li",
    { class: "card" },
    el(
      "div",
      { class: "card-text" },
      el(
        "h3",
        {},
        el("button", { type: "button", class: "link", "data-entry": entry.id, onclick: edit }, el("bdi", {}, name)),
      ),
      el("p", { class: "chips" }, ...choices(entry).map((label) => el("span", { class: "chip" }, label))),
      el("p", { class: "hint" }, say("savedAt", { date: dateTime(entry.modifiedAt) })),
      el("details", {}, el("summary", {}, say("settings")), settings(entry)),
    ),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", "aria-label": say("editName", { name }), onclick: edit }, say("edit")),
      el(
        "button",
        { type: "button", "aria-label": say("deleteName", { name }), onclick: () => on.remove(entry.id) },
        say("delete"),
      ),
    ),
  );
}

/** The choices that were made, except where there was only one thing to choose. */
function choices({ connection }) {
  return FIELDS.filter(({ key, choices = [] }) => choices.length > 1 && connection[key] !== undefined).map((spec) =>
    display(spec, connection[spec.key]),
  );
}

/** Every value that may be shown; of a secret only that it is there. */
function settings({ connection, secrets, keys }) {
  const rows = FIELDS.flatMap((spec) => {
    const { key, label } = spec;
    if (keys[key] !== undefined) return [[label, say("keyFacts", keys[key])]];
    if (secrets[key] !== undefined) return [[label, say("stored")]];
    return connection[key] === undefined ? [] : [[label, display(spec, connection[key])]];
  });
  return el(
    "dl",
    { class: "facts" },
    ...rows.flatMap(([term, fact]) => [el("dt", {}, term), el("dd", {}, el("bdi", {}, fact))]),
  );
}

function display(spec, value) {
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  return spec.choices?.find((choice) => choice.value === value)?.label ?? String(value);
}
