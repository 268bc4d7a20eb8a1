// Good drafts, one for each kind of connection, and numbers that look random and are the same every time.

const COMMON = { name: "EMEA laptops", type: "activeDirectoryEntraIdDevices" };
const SOURCE = {
  ...COMMON, role: "source", applicationId: "4aeeb44e-325a-4002-a36d-2986b65cad0a", clientSecret: "a secret of some length",
  configurationKey: "rjcfg1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyudrzpey",
};
const ACCOUNT = {
  rejoinMethod: "onlineCredentials", adUsername: "CORP\\svc-rejoin", adPassword: "Bridge-42-kettle", adDomain: "corp.contoso.com",
};
const AGENT = { rejoinMethod: "offlineAgent", connectionKey: "rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw" };
const TENANT = { tenant: "contoso.onmicrosoft.com", appProfile: "Fly for Device" };
const destination = (destination) => ({ ...COMMON, role: "destination", destination });

/** A good draft for each kind of connection; the first two are sources. */
export const DRAFTS = [
  SOURCE,
  { ...SOURCE, createLocalAdministrator: true, localAdministratorUsername: "rejoin-keeper", localAdministratorPassword: "Kettle-71-bridge" },
  { ...destination("activeDirectory"), ...ACCOUNT },
  { ...destination("activeDirectory"), ...AGENT },
  { ...destination("hybridIdentity"), ...TENANT, ...ACCOUNT },
  { ...destination("hybridIdentity"), ...TENANT, ...AGENT },
  {
    ...destination("entraId"), ...TENANT, rejoinMethod: "bulkToken", bulkTokenDisplayName: "Wave 1", bulkTokenLifetimeDays: 90,
    bulkToken: "0.AbCdEfGhIjKlMnOpQrStUvWxYz", bulkTokenExpiresAt: "2030-01-31T12:00:00Z",
  },
  { ...destination("entraId"), ...TENANT, rejoinMethod: "enrollmentFile", enrollmentFilePath: "\\\\files.contoso.com\\rejoin\\bulk.ppkg" },
];

/** Numbers from a seed (mulberry32). */
export function random(seed) {
  let state = seed;
  const below = (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return { below, pick: (list) => list[below(list.length)] };
}
