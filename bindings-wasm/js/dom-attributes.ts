/** Attributes that are changed for a while and put back. */

/** Remembers what every attribute was before it was first changed. */
export class Attributes {
  readonly #before = new Map<Element, Map<string, string | null>>();

  /** Gives an attribute a value, or takes it away: `true` is there without a value, `false` is not there. */
  set(element: Element, name: string, value: string | boolean): void {
    const now = element.getAttribute(name);
    const next = value === false ? null : value === true ? "" : value;
    if (now === next || (value === true && now !== null)) return;
    let before = this.#before.get(element);
    if (before === undefined) this.#before.set(element, (before = new Map()));
    if (!before.has(name)) before.set(name, now);
    put(element, name, next);
  }

  /** What an attribute was before. */
  before(element: Element, name: string): string | null {
    const before = this.#before.get(element);
    return before?.has(name) ? (before.get(name) ?? null) : element.getAttribute(name);
  }

  /** Puts everything back. */
  restore(): void {
    for (const [element, attributes] of this.#before) {
      for (const [name, value] of attributes) put(element, name, value);
    }
    this.#before.clear();
  }
}

function put(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
