// What a host would know, as samples that the visitor can see and change: tenants, app profiles, the password policy,
// and whether the issuer of bulk tokens fails.

import { el, icon } from "./dom.mjs";
import { validate } from "./rejoin/index.js";
import { say } from "./words.mjs";

const CONTOSO = { name: "Contoso", domain: "contoso.onmicrosoft.com", id: "6d1f3a52-8c0e-4b7a-9f25-3e84c1d97b06" };
const FABRIKAM = { name: "Fabrikam", domain: "fabrikam.onmicrosoft.com", id: "b84c27e9-15d3-4f60-a7c8-92e5f03b6d41" };

export class SampleContext {
  #tenants = [CONTOSO, FABRIKAM].map((tenant) => ({ ...tenant }));
  /** A profile has its tenant itself, so that it follows when that one's ID changes. */
  #profiles = [
    { name: "Fly for Device", tenant: this.#tenants[0], delegated: true },
    { name: "Contoso inventory", tenant: this.#tenants[0], delegated: false },
    { name: "Fly for Device", tenant: this.#tenants[1], delegated: true },
  ];
  #policy = { minLength: 7, minCategories: 3 };
  #issuer;
  #root;
  #changed;
  #mistake = el("p", { class: "failure", role: "alert" });
  /** The last one without a mistake. */
  #context;

  /**
   * @param {HTMLElement} root Where it is shown.
   * @param {import("./issuer.mjs").StandInIssuer} issuer
   * @param {() => void} changed Called after every change.
   */
  constructor(root, issuer, changed) {
    this.#root = root;
    this.#issuer = issuer;
    this.#changed = changed;
    this.#context = this.#build();
    this.#draw();
  }

  /** The context as the form takes it, without time and names. */
  get context() {
    return this.#context;
  }

  /** Shows itself in the language that the page has now. */
  languageChanged() {
    this.#draw();
  }

  #build() {
    return {
      tenants: this.#tenants.filter(({ id, domain }) => id !== "" || domain !== "").map((tenant) => ({ ...tenant })),
      appProfiles: this.#profiles
        .filter(({ name }) => name !== "")
        .map(({ name, tenant, delegated }) => ({ name, tenant: tenant.id || tenant.domain, delegated })),
      passwordPolicy: { ...this.#policy },
    };
  }

  #update() {
    const context = this.#build();
    try {
      validate({}, context);
      this.#mistake.textContent = "";
      this.#context = context;
    } catch (error) {
      this.#mistake.textContent = say("mistake", { reason: error.message });
      return;
    }
    this.#changed();
  }

  #redraw(focus) {
    this.#draw();
    this.#root.querySelector(focus)?.focus();
    this.#update();
  }

  #draw() {
    this.#root.replaceChildren(
      this.#mistake,
      el("h3", {}, say("tenants")),
      table(
        "tenants",
        [say("name"), say("domain"), say("id"), ""],
        this.#tenants.map((tenant, index) => this.#tenantRow(tenant, index + 1)),
      ),
      el("button", { type: "button", id: "add-tenant", onclick: () => this.#addTenant() }, say("addTenant")),
      el("h3", {}, say("profiles")),
      table(
        "profiles",
        [say("name"), say("tenant"), say("delegated"), ""],
        this.#profiles.map((profile, index) => this.#profileRow(profile, index + 1)),
      ),
      el("button", { type: "button", id: "add-profile", onclick: () => this.#addProfile() }, say("addProfile")),
      el("h3", {}, say("policy")),
      el(
        "div",
        { class: "policy" },
        this.#number("minLength", say("minLength")),
        this.#number("minCategories", say("minCategories")),
      ),
      el("h3", {}, say("bulkTokens")),
      this.#failing(),
    );
  }

  #tenantRow(tenant, number) {
    const cell = (member) => this.#cell(tenant, member, say("ofTenant", { what: say(member), number }));
    const remove = () => {
      this.#tenants = this.#tenants.filter((other) => other !== tenant);
      this.#profiles = this.#profiles.filter((profile) => profile.tenant !== tenant);
      this.#redraw("#add-tenant");
    };
    return [
      cell("name"),
      cell("domain"),
      cell("id"),
      removeButton(say("removeTenant", { number }), remove),
    ];
  }

  #profileRow(profile, number) {
    const select = el(
      "select",
      { "aria-label": say("profileTenant", { number }), onchange: () => this.#choose(profile, select.selectedIndex) },
      ...this.#tenants.map((tenant) =>
        el("option", { selected: tenant === profile.tenant }, tenant.name || tenant.domain || tenant.id),
      ),
    );
    const delegated = el("input", {
      type: "checkbox",
      checked: profile.delegated,
      "aria-label": say("profileDelegated", { number }),
      onchange: () => {
        profile.delegated = delegated.checked;
        this.#update();
      },
    });
    const remove = () => {
      this.#profiles = this.#profiles.filter((other) => other !== profile);
      this.#redraw("#add-profile");
    };
    const name = this.#cell(profile, "name", say("profileName", { number }));
    return [name, select, delegated, removeButton(say("removeProfile", { number }), remove)];
  }

  #choose(profile, index) {
    profile.tenant = this.#tenants[index];
    this.#update();
  }

  #cell(object, member, label) {
    const input = el("input", {
      type: "text",
      value: object[member],
      autocomplete: "off",
      spellcheck: false,
      "aria-label": label,
    });
    input.addEventListener("input", () => {
      object[member] = input.value.trim();
      this.#update();
    });
    return input;
  }

  #number(member, label) {
    const input = el("input", {
      type: "text",
      inputMode: "numeric",
      class: "short",
      value: this.#policy[member],
      autocomplete: "off",
    });
    input.addEventListener("input", () => {
      this.#policy[member] = input.value.trim() === "" ? null : Number(input.value);
      this.#update();
    });
    return el("label", {}, el("span", {}, label), input);
  }

  #failing() {
    const input = el("input", { type: "checkbox", checked: this.#issuer.failing });
    input.addEventListener("change", () => {
      this.#issuer.failing = input.checked;
    });
    return el("label", { class: "check" }, input, el("span", {}, say("failing")));
  }

  #addTenant() {
    this.#tenants.push({ name: "", domain: "", id: "" });
    this.#redraw(".tenants tr:last-child input");
  }

  #addProfile() {
    if (this.#tenants.length === 0) return this.#addTenant();
    this.#profiles.push({ name: "", tenant: this.#tenants[0], delegated: false });
    this.#redraw(".profiles tr:last-child input");
  }
}

function removeButton(label, remove) {
  return el(
    "button",
    { type: "button", class: "plain", "aria-label": label, title: label, onclick: remove },
    icon("close"),
  );
}

function table(name, headings, rows) {
  return el(
    "table",
    { class: name },
    el(
      "thead",
      {},
      el("tr", {}, ...headings.map((heading) => (heading === "" ? el("td") : el("th", { scope: "col" }, heading)))),
    ),
    el(
      "tbody",
      {},
      ...rows.map((cells) =>
        el("tr", {}, ...cells.map((cell, index) => el("td", { "data-label": headings[index] }, cell))),
      ),
    ),
  );
}
