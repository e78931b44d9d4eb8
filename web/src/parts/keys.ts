/** A new idempotency key. Not `randomUUID`, which pages of plain HTTP do not have. */
export function newKey(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
