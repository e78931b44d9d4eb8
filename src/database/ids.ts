import { randomUUID } from 'node:crypto';

/** Makes the ID of a new row, a UUIDv7 as Prisma makes them: IDs grow with time, so indexes grow at their end. */
export function newId(now = new Date()): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
