// What can be done beside a field: the buttons and links of the field table, by their kinds.

import { copyText } from "./clipboard.mjs";
import { ask } from "./confirm.mjs";
import { dateTime, el, icon, setAttribute, unseen } from "./dom.mjs";
import { errorsOf } from "./errors.mjs";

/**
 * @typedef {object} ActionView
 * @property {HTMLElement} element The button or the link.
 * @property {HTMLElement} [below] What it shows below the field.
 * @property {() => void} [refresh] Called after every change of the form.
 */

/**
 * Makes the button or link of an action.
 *
 * @param {import("./rejoin/index.js").ActionSpec} action
 * @param {import("./panel.mjs").Panel} panel
 * @returns {ActionView | undefined} Nothing for an action that this page or its host does not offer.
 */
export function actionView(action, panel) {
  const make = { generateKey, copy, getBulkToken }[action.kind] ?? link;
  return make(action, panel);
}

/** A link whose address the host gives. */
function link(action, panel) {
  const href = panel.host.links[action.kind];
  if (href === undefined) return undefined;
  const element = el("a", { class: "button", href, target: "_blank", rel: "noopener noreferrer", title: href });
  element.append(action.label, icon("external"), unseen(" (opens in a new tab)"));
  return { element };
}

/** Puts a fresh key into its field. One that agents may already have is not replaced without asking. */
function generateKey(action, panel) {
  const [key] = action.gives;
  const below = el("p", { class: "failure", role: "alert" });
  const run = async () => {
    const { label } = panel.spec(key);
    if (panel.hasValue(key)) {
      const replace = await ask({
        title: "Replace the key?",
        text: "Every agent that was installed with the present key must be given the new one.",
        confirm: "Replace the key",
        cancel: "Keep the present one",
      });
      if (!replace) return;
    }
    below.textContent = "";
    try {
      panel.generate(key);
      panel.host.announce(`${label} generated`);
    } catch (error) {
      below.textContent = error.message;
    }
  };
  return { element: el("button", { type: "button", onclick: run }, icon("key"), action.label), below };
}

/** Copies a field. */
function copy(action, panel) {
  const [key] = action.takes;
  const { label } = panel.spec(key);
  const run = async () => {
    const copied = await copyText(String(panel.value(key) ?? ""));
    panel.host.announce(copied ? `${label} copied` : "Copying is not possible here: show it, and copy it by hand");
  };
  const element = el(
    "button",
    { type: "button", "aria-label": `${action.label} ${label.toLowerCase()}`, onclick: run },
    action.label,
  );
  const refresh = () => {
    element.disabled = (panel.value(key) ?? "") === "";
  };
  return { element, refresh };
}

/** Asks the host's issuer for a token, and shows what is known of the latest one and of those before it. */
function getBulkToken(action, panel) {
  const { issuer, announce } = panel.host;
  const [tokenKey, expiryKey] = action.gives;
  const failure = el("p", { class: "failure", role: "alert" });
  const tokens = el("div", { class: "tokens" });
  const label = el("span", {}, action.label);
  let waiting = false;
  let shown;

  const wait = (on) => {
    waiting = on;
    setAttribute(element, "aria-disabled", on);
    label.textContent = on ? "Waiting for the token…" : action.label;
  };

  const run = async () => {
    if (waiting) return;
    failure.textContent = "";
    const wrong = action.takes.filter((key) => errorsOf(panel.form.field(key).issues).length > 0);
    if (wrong.length > 0) {
      panel.reveal(wrong);
      panel.focus(wrong[0]);
      announce(`Not yet: ${errorsOf(panel.form.field(wrong[0]).issues)[0].message}`);
      return;
    }
    const [tenant, appProfile, displayName, lifetimeDays] = action.takes.map((key) => panel.value(key));
    const request = { tenant, appProfile, displayName, lifetimeDays };
    const { signal, history } = panel.session;
    wait(true);
    announce("The token was requested", true);
    try {
      const { token, expiresAt } = await issuer.issue(request, { signal });
      if (signal.aborted) return;
      panel.put(tokenKey, token);
      panel.put(expiryKey, expiresAt);
      history.unshift({ ...request, expiresAt, requestedAt: new Date().toISOString() });
      announce(`The token is here; it expires on ${dateTime(expiresAt)}`);
    } catch (error) {
      if (signal.aborted) return;
      failure.textContent = `No token: ${error.message}`;
    }
    wait(false);
    refresh();
  };

  const refresh = () => {
    const { history } = panel.session;
    const [latest, ...earlier] = history;
    if (shown === history.length) return;
    shown = history.length;
    tokens.hidden = latest === undefined;
    if (latest === undefined) return tokens.replaceChildren();
    tokens.replaceChildren(
      el("h4", {}, "Latest token"),
      facts(latest),
      el(
        "details",
        { hidden: earlier.length === 0 },
        el("summary", {}, `Earlier tokens (${earlier.length})`),
        el("ol", {}, ...earlier.map((token) => el("li", {}, facts(token)))),
      ),
    );
  };

  const element = el("button", { type: "button", onclick: run }, label);
  const notice = issuer.notice && el("p", { class: "callout info" }, icon("info"), el("span", {}, issuer.notice));
  return { element, below: el("div", {}, failure, tokens, notice), refresh };
}

/** What may be shown of a token. */
function facts({ displayName, tenant, appProfile, lifetimeDays, requestedAt, expiresAt }) {
  const rows = [
    ["Display name", displayName],
    ["Tenant", tenant],
    ["App profile", appProfile],
    ["Requested", dateTime(requestedAt)],
    ["Expires", `${dateTime(expiresAt)} (${lifetimeDays} days)`],
  ];
  return el("dl", { class: "facts" }, ...rows.flatMap(([term, fact]) => [el("dt", {}, term), el("dd", {}, fact)]));
}
