// Elements without markup: what is shown is text and never HTML, so the page needs no trusted types.

/**
 * Makes an element.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] `on…` are listeners. What the element has no property for, such as
 *   `class`, `for`, `aria-…` and `data-…`, is an attribute; `false` and `undefined` leave it out.
 * @param {...(Node | string | false | null | undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (!name.includes("-") && name in element && name !== "list" && name !== "role") element[name] = value;
    else setAttribute(element, name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** Sets an attribute, or removes it when there is no value. */
export function setAttribute(element, name, value) {
  if (value === undefined || value === null || value === false || value === "") element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "true" : String(value));
}

const SVG = "http://www.w3.org/2000/svg";

/** Strokes in a square of 16. */
const ICONS = {
  ok: ["M3 8.5l3.2 3.2L13 4.8"],
  error: ["M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z", "M8 4.8v4", "M8 11.1v.1"],
  warning: ["M8 2L1.8 13.5h12.4z", "M8 6.4v3.4", "M8 11.6v.1"],
  info: ["M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z", "M8 7.4v3.8", "M8 4.9v.1"],
  external: ["M6.5 3.5H3.3v9.2h9.2V9.5", "M9.2 2.8h4v4", "M13 3L7.6 8.4"],
  key: ["M10.4 2.2a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8z", "M8 8l-5.6 5.6", "M4.4 11.6l1.7 1.7"],
  close: ["M3.5 3.5l9 9", "M12.5 3.5l-9 9"],
};

/** A drawing that says nothing which is not also said in words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const d of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** Words for those who do not see the page. */
export function unseen(text) {
  return el("span", { class: "unseen" }, text);
}
