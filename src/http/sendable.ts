/** Characters from which a text is sent as bytes. */
const long = 16_384;

/**
 * Returns a text in the form in which it is sent. Node sends a short string in one packet with what precedes it; of a long
 * one it reserves three bytes a character until it is sent.
 */
export function sendable(text: string): string | Buffer {
  return text.length > long ? Buffer.from(text) : text;
}
