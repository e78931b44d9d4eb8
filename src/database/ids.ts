import { randomUUID } from 'node:crypto';

let lastTime = 0;
let count = 0;

/**
 * Makes the ID of a new row, a UUIDv7: IDs grow with time, so indexes grow at their end. Within a millisecond they count up
 * (RFC 9562, section 6.2), so that rows of this process which were made at the same time keep their order.
 */
export function newId(now = new Date()): string {
  const milliseconds = now.getTime();
  count = milliseconds === lastTime ? count + 1 : 0;
  lastTime = milliseconds;
  const time = milliseconds.toString(16).padStart(12, '0');
  const counter = (count & 0xfff).toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}${randomUUID().slice(18)}`;
}
