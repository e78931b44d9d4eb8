import { randomUUID } from 'node:crypto';

/** A new row's id, like those that Prisma gives: a UUIDv7, so that ids and indexes grow with time. */
export function newId(now = new Date()): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
