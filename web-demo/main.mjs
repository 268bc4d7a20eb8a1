// Puts the page together: the list, the panel, the sample context, and what a host would bring.

import { ask } from "./confirm.mjs";
import { el } from "./dom.mjs";
import { StandInIssuer } from "./issuer.mjs";
import { drawList } from "./list.mjs";
import { Panel } from "./panel.mjs";
import { Catalog } from "./rejoin/index.js";
import { SampleContext } from "./sample-context.mjs";
import { choose, LANGUAGES, say, sayAll } from "./words.mjs";

/** What a host sets. The addresses of the links go by the kinds of actions in the field table. */
const CONFIG = {
  links: {
    downloadDeviceAgent: "https://example.com/device-agent",
    createAppProfile: "https://example.com/app-profiles/new",
  },
  issuer: new StandInIssuer(),
};

const byId = (id) => document.getElementById(id);
/** The saved connections. It holds no secret; a host would keep those elsewhere, and this page drops them. */
const catalog = new Catalog();
/** The bulk tokens that were issued for a connection, without the tokens. */
const histories = new Map();
let opener;
let forgetting;

const sample = new SampleContext(byId("sample"), CONFIG.issuer, () => panel.contextChanged());

const panel = new Panel(byId("panel"), {
  links: CONFIG.links,
  issuer: CONFIG.issuer,
  announce,
  context: (entryId) => {
    const entry = catalog.get(entryId);
    return {
      ...sample.context,
      now: new Date().toISOString(),
      existingNames: catalog.names(entryId),
      storedSecrets: Object.keys({ ...entry?.secrets, ...entry?.keys }),
    };
  },
  save: (connection, entryId, warnings, history) => {
    const entry = entryId === undefined ? catalog.add(connection) : catalog.update(entryId, connection);
    histories.set(entry.id, history);
    opener = () => document.querySelector(`[data-entry="${entry.id}"]`);
    list();
    const saved = { 0: "saved", 1: "savedWithWarning" }[warnings] ?? "savedWithWarnings";
    announce(say(saved, { name: entry.connection.name, warnings }));
  },
  closed: () => {
    document.body.classList.remove("panel-open");
    (opener?.() ?? byId("connections-title")).focus();
  },
});

/** Opens the panel; `back` finds where the focus goes when it closes. */
async function open(back, entryId) {
  if (panel.isOpen && !(await panel.leave())) return;
  opener = back;
  document.body.classList.add("panel-open");
  panel.open(catalog.get(entryId), [...(histories.get(entryId) ?? [])]);
}

async function remove(id) {
  const { name } = catalog.get(id).connection;
  const sure = await ask({
    title: say("deleteTitle"),
    text: say("deleteText", { name }),
    confirm: say("delete"),
    danger: true,
  });
  if (!sure) return;
  if (panel.session?.entry?.id === id) panel.close();
  catalog.delete(id);
  histories.delete(id);
  list();
  panel.contextChanged();
  announce(say("deleted", { name }));
  byId("connections-title").focus();
}

function list() {
  drawList(byId("list"), catalog.list({ order: "name" }), {
    edit: (id) => open(() => document.querySelector(`[data-entry="${id}"]`), id),
    remove,
  });
}

/** Says something without moving the focus: to everybody, or only to those who do not see what happened. */
function announce(message, unseen = false) {
  const status = byId(unseen ? "unseen-status" : "status");
  status.textContent = "";
  clearTimeout(forgetting);
  // What is said twice is read twice only if it was gone in between.
  requestAnimationFrame(() => {
    status.textContent = message;
  });
  forgetting = setTimeout(() => {
    byId("status").textContent = "";
  }, 6000);
}

/** Shows the page in the first of these languages that there is. */
async function speak(tags) {
  if (!(await choose(tags))) return;
  sayAll(document);
  document.title = `${say("title")} - Rejoin`;
  document.querySelector("meta[name=description]").content = say("description");
  byId("language").setAttribute("aria-label", say("language"));
  byId("language").value = document.documentElement.lang;
  list();
  sample.languageChanged();
  panel.languageChanged();
}

byId("language").append(
  ...LANGUAGES.map((tag) => {
    const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
    return el("option", { value: tag, lang: tag }, name[0].toLocaleUpperCase(tag) + name.slice(1));
  }),
);
byId("language").value = document.documentElement.lang;
byId("language").addEventListener("change", ({ target }) => {
  // What cannot be loaded leaves the page as it was.
  speak([target.value]).catch(() => {
    target.value = document.documentElement.lang;
    announce(say("languageFailed"));
  });
});
speak([...navigator.languages, "en"]).catch(() => announce(say("languageFailed")));

byId("create").addEventListener("click", () => open(() => byId("create")));
// A page that comes back from the browser's memory must not bring secrets along.
addEventListener("pagehide", () => panel.close());
list();
