/** Bytes that a package carries inside JavaScript. */

/** The bytes of a text: the lower eight bits of each of its characters. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
