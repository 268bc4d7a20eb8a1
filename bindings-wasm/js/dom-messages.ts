/** What is shown of issues, as elements without markup: text only, so a page needs no trusted types and no style of ours. */

import type { Issue } from "./report.js";

/** The words that a bound form adds to the page; what is said of a field comes from the engine. */
export interface BindTexts {
  /** The heading of the error summary. */
  readonly summary: string;
  /** Before an error, for those who do not see its colour. */
  readonly error: string;
  /** Before a warning. */
  readonly warning: string;
  /** On the button that takes a suggestion; `{value}` is the suggestion. */
  readonly use: string;
}

/** The words in English. */
export const TEXTS: BindTexts = { summary: "There is a problem", error: "Error:", warning: "Warning:", use: "Use {value}" };

/** An element with a class and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...children);
  return element;
}

/** The messages of a field. A suggestion is a button that takes it. */
export function messages(
  issues: readonly Issue[],
  texts: BindTexts,
  display: (value: string) => string,
  take: (value: string | number | boolean) => void,
): HTMLElement[] {
  return issues.map(({ severity, message, help, suggestion }) => {
    const element = el("div", `rejoin-${severity}`);
    element.append(el("p", "", el("strong", "", texts[severity]), ` ${message}`));
    if (help) element.append(el("p", "rejoin-help", help));
    if (suggestion !== undefined) {
      // A function, as `$` stands for something in a replacement.
      const button = el("button", "rejoin-suggestion", texts.use.replace("{value}", () => display(String(suggestion))));
      button.type = "button";
      button.addEventListener("click", () => take(suggestion));
      element.append(button);
    }
    return element;
  });
}

/** An error of the summary, and the control that it leads to, where there is one. */
export interface SummaryItem {
  readonly message: string;
  readonly control: HTMLElement | undefined;
}

/** The list of all that is wrong, as GOV.UK has it: a heading and a link for each error. */
export function summary(items: readonly SummaryItem[], texts: BindTexts, id: string): HTMLElement[] {
  const heading = el("h2", "", texts.summary);
  heading.id = id;
  const list = el("ul", "");
  for (const { message, control } of items) {
    const item = el("li", "");
    if (control === undefined) item.append(message);
    else {
      const link = el("a", "", message);
      link.href = `#${control.id}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        // The label is what one wants to see above the control.
        const { labels } = control as HTMLInputElement;
        (labels?.[0] ?? control).scrollIntoView({ block: "nearest" });
        control.focus({ preventScroll: true });
      });
      item.append(link);
    }
    list.append(item);
  }
  // The alert is an inner element: some screen readers read it twice when it is the one that takes the focus.
  const alert = el("div", "", heading, list);
  alert.setAttribute("role", "alert");
  return [alert];
}
