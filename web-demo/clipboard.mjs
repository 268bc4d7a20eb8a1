// Copying: the clipboard of the browser, and where that is refused the older way.

import { el } from "./dom.mjs";

/** Copies a text and tells whether that was possible. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const before = document.activeElement;
  const area = el("textarea", { class: "unseen", value: text, readOnly: true, "aria-hidden": true });
  document.body.append(area);
  area.select();
  let copied = false;
  try {
    copied = document.execCommand("copy");
  } catch {
    // Refused as well: the caller says so.
  }
  area.value = "";
  area.remove();
  before?.focus();
  return copied;
}
