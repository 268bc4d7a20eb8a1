// Where bulk tokens come from: the interface that a host implements, and a stand-in for this page.

import { say } from "./words.mjs";

/**
 * What a bulk token is asked for with.
 *
 * @typedef {object} BulkTokenRequest
 * @property {string} tenant The ID or a domain of the tenant that devices will join, as it stands in the form.
 * @property {string} appProfile The name of the app profile with whose delegated permissions the token is made.
 * @property {string} displayName The name by which the token is found later.
 * @property {number} lifetimeDays How many days the token shall live.
 */

/**
 * What the issuer answers.
 *
 * @typedef {object} BulkToken
 * @property {string} token The token. It is a secret: keep it out of logs, addresses and stores that outlive the form.
 * @property {string} expiresAt When it expires, in RFC 3339 with an offset, for example `2030-01-31T12:00:00Z`.
 */

/**
 * Issues bulk tokens. A host brings its own, which asks its server to make the token in Microsoft Entra ID.
 *
 * The form asks only after the four values have passed their checks. While it waits the rest of the form can be used,
 * and a second request is not made. A request may take as long as it takes. When it fails, the promise is rejected with
 * an `Error` whose message is shown to the person as it is: say what to do in it, and leave secrets out. When the form
 * is closed before there is an answer, `signal` is aborted and the answer is thrown away.
 *
 * @typedef {object} BulkTokenIssuer
 * @property {string} [notice] Something to be shown beside the button.
 * @property {(request: BulkTokenRequest, options: { signal: AbortSignal }) => Promise<BulkToken>} issue
 */

/** How long the stand-in pretends to work, in milliseconds. */
const WAIT = 600;
const DAY = 86_400_000;

/**
 * Looks like an issuer and is none: it contacts nobody, and what it gives opens nothing.
 *
 * @implements {BulkTokenIssuer}
 */
export class StandInIssuer {
  get notice() {
    return say("standIn");
  }

  /** Whether requests fail, so that one can see what happens then. */
  failing = false;

  /**
   * @param {BulkTokenRequest} request
   * @param {{ signal: AbortSignal }} options
   * @returns {Promise<BulkToken>}
   */
  async issue({ lifetimeDays }, { signal }) {
    await new Promise((resolve) => setTimeout(resolve, WAIT));
    signal.throwIfAborted();
    if (this.failing) throw new Error(say("toldToFail"));
    const random = crypto.getRandomValues(new Uint8Array(24));
    const digits = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const expiry = new Date(Date.now() + lifetimeDays * DAY);
    return { token: `stand-in-${digits}`, expiresAt: expiry.toISOString().replace(/\.\d+Z$/, "Z") };
  }
}
