// What can be done beside a field: the buttons and links of the field table, by their kinds.

import { copyText } from "./clipboard.mjs";
import { ask } from "./confirm.mjs";
import { el, icon, setAttribute, unseen } from "./dom.mjs";
import { errorsOf } from "./errors.mjs";
import { dateTime, inside, say } from "./words.mjs";

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
  element.append(action.label, icon("external"), unseen(say("newTab")));
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
        title: say("replaceTitle"),
        text: say("replaceText"),
        confirm: say("replace"),
        cancel: say("keepKey"),
      });
      if (!replace) return;
    }
    below.textContent = "";
    try {
      panel.generate(key);
      panel.host.announce(say("generated", { label }));
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
    panel.host.announce(copied ? say("copied", { label }) : say("notCopied"));
  };
  const name = say("copyLabel", { action: action.label, label: inside(label) });
  const element = el("button", { type: "button", "aria-label": name, onclick: run }, action.label);
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
    label.textContent = on ? say("waiting") : action.label;
  };

  const run = async () => {
    if (waiting) return;
    failure.textContent = "";
    const wrong = action.takes.filter((key) => errorsOf(panel.form.field(key).issues).length > 0);
    if (wrong.length > 0) {
      panel.reveal(wrong);
      panel.focus(wrong[0]);
      announce(say("notYet", errorsOf(panel.form.field(wrong[0]).issues)[0]));
      return;
    }
    const [tenant, appProfile, displayName, lifetimeDays] = action.takes.map((key) => panel.value(key));
    const request = { tenant, appProfile, displayName, lifetimeDays };
    const { signal, history } = panel.session;
    wait(true);
    announce(say("requested"), true);
    try {
      const { token, expiresAt } = await issuer.issue(request, { signal });
      if (signal.aborted) return;
      panel.put(tokenKey, token);
      panel.put(expiryKey, expiresAt);
      history.unshift({ ...request, expiresAt, requestedAt: new Date().toISOString() });
      announce(say("received", { date: dateTime(expiresAt) }));
    } catch (error) {
      if (signal.aborted) return;
      failure.textContent = say("noToken", { reason: error.message });
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
      el("h4", {}, say("latest")),
      facts(latest, action, panel),
      el(
        "details",
        { hidden: earlier.length === 0 },
        el("summary", {}, say("earlier", { count: earlier.length })),
        el("ol", {}, ...earlier.map((token) => el("li", {}, facts(token, action, panel)))),
      ),
    );
  };

  const element = el("button", { type: "button", onclick: run }, label);
  const notice = issuer.notice && el("p", { class: "callout info" }, icon("info"), el("span", {}, issuer.notice));
  return { element, below: el("div", {}, failure, tokens, notice), refresh };
}

/** What may be shown of a token. */
function facts({ displayName, tenant, appProfile, lifetimeDays, requestedAt, expiresAt }, action, panel) {
  const [tenantKey, profileKey, nameKey] = action.takes;
  const rows = [
    [panel.spec(nameKey).label, displayName],
    [panel.spec(tenantKey).label, tenant],
    [panel.spec(profileKey).label, appProfile],
    [say("requestedAt"), dateTime(requestedAt)],
    [say("expires"), say("expiresOn", { date: dateTime(expiresAt), days: lifetimeDays })],
  ];
  return el("dl", { class: "facts" }, ...rows.flatMap(([term, fact]) => [el("dt", {}, term), el("dd", {}, fact)]));
}
