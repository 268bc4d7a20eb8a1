/** Bytes that a package carries inside JavaScript. */

/** What Node has: its loop over a text is compiled already, which saves a third of the time to the first verdict. */
interface Host {
  readonly Buffer?: { from(text: string, encoding: "latin1"): Uint8Array<ArrayBuffer> };
}

/** The bytes of a text: the lower eight bits of each of its characters. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  // A module begins with 0. In another encoding than its own, a script has two characters for that.
  if ((text.charCodeAt(1) & 0xff) !== 0x61) throw new TypeError("Serve this script as UTF-8");
  const { Buffer } = globalThis as Host;
  if (Buffer !== undefined) return Buffer.from(text, "latin1");
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
