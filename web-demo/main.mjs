// Puts the page together: the list, the panel, the sample context, and what a host would bring.

import { ask } from "./confirm.mjs";
import { StandInIssuer } from "./issuer.mjs";
import { drawList } from "./list.mjs";
import { Panel } from "./panel.mjs";
import { Catalog } from "./rejoin/index.js";
import { SampleContext } from "./sample-context.mjs";

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
    const also = { 0: "", 1: ", with 1 warning" }[warnings] ?? `, with ${warnings} warnings`;
    list();
    announce(`Saved ${entry.connection.name}${also}`);
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
    title: "Delete the connection?",
    text: `${name} will be gone, with the secrets that are stored for it.`,
    confirm: "Delete",
    danger: true,
  });
  if (!sure) return;
  if (panel.session?.entry?.id === id) panel.close();
  catalog.delete(id);
  histories.delete(id);
  list();
  panel.contextChanged();
  announce(`Deleted ${name}`);
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

byId("create").addEventListener("click", () => open(() => byId("create")));
// A page that comes back from the browser's memory must not bring secrets along.
addEventListener("pagehide", () => panel.close());
list();
