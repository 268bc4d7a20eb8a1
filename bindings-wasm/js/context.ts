/** What the host knows and a draft does not. */

import type { SecretFieldKey } from "./types.js";

/** What the host knows and a draft does not. Everything is optional; any other member is a `TypeError`. */
export interface Context {
  /** The time, in RFC 3339. Without it nothing is said about time. */
  readonly now?: string | null;
  /** The names in use, less the connection's own. */
  readonly existingNames?: readonly string[] | null;
  /** The secret fields that the host holds already: they may be empty. */
  readonly storedSecrets?: readonly SecretFieldKey[] | null;
  /** The rules for the local administrator's password. */
  readonly passwordPolicy?: {
    /** 1 to 128; 7 by default. */
    readonly minLength?: number | null;
    /** 0 to 4; 3 by default. 0 turns the rules about classes and names off. */
    readonly minCategories?: number | null;
  } | null;
  /** The tenants that are connected; an empty list means that none is. */
  readonly tenants?: readonly TenantInfo[] | null;
  readonly appProfiles?: readonly AppProfileInfo[] | null;
}

/** A tenant that the host knows. It may carry more. */
export interface TenantInfo {
  /** Its ID, a GUID. */
  readonly id: string;
  readonly domain: string;
  readonly name?: string | null;
}

/** An app profile that the host knows. It may carry more. */
export interface AppProfileInfo {
  readonly name: string;
  /** The ID or a domain of its tenant. */
  readonly tenant: string;
  /** Whether it has delegated permissions. */
  readonly delegated: boolean;
}
