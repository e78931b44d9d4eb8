import { sync } from 'node-ical';
import type { Mail } from '../../src/operations/mail.ts';
import type { TestServer } from './server.ts';

/** The mails that a person of people() has got so far, in their order. */
export async function mailsTo({ app }: TestServer, username: string): Promise<Mail[]> {
  await app.mail.idle();
  return app.mail.outbox.filter(({ to }) => to === `${username}@example.org`);
}

/** The newest mail to a person; fails where there is none. */
export async function lastMailTo(server: TestServer, username: string): Promise<Mail> {
  const mail = (await mailsTo(server, username)).at(-1);
  if (!mail) throw new Error(`no mail to ${username}`);
  return mail;
}

/** The only event of a mail's calendar object, and its method. */
export function eventIn({ calendar }: Mail) {
  const parsed = sync.parseICS(calendar?.content ?? '');
  const event = Object.values(parsed).find((one) => one?.type === 'VEVENT');
  if (event?.type !== 'VEVENT') throw new Error('no event');
  return { method: /^METHOD:(\w+)/m.exec(calendar?.content ?? '')?.[1], event };
}

/** The headers of a mail as a mail server received it, unfolded. */
export function headersOf({ data }: { data: string }): string[] {
  const [head = ''] = data.split('\n\n', 1);
  return head.replace(/\n[ \t]+/g, ' ').split('\n');
}

/** Makes everything that waits due at once: later mails, retries, and claims of nodes that died. */
export async function passTime({ database }: TestServer, kind?: string): Promise<void> {
  await database.prisma.notificationDelivery.updateMany({
    where: { state: 'QUEUED', ...(kind && { kind }) },
    data: { nextAttemptAt: new Date(Date.now() - 1_000) },
  });
}
