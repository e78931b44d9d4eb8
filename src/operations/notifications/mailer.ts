import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database, Statements } from '../../database/client.ts';
import { afterCommit } from '../../database/transaction.ts';
import type { Env } from '../../env.ts';
import { isFinalRefusal, type Mail, type MailTransport } from '../mail.ts';
import type { Metrics } from '../metrics.ts';
import {
  claimDelivery,
  claimSeconds,
  countSentToday,
  type Delivery,
  finishDelivery,
  insertDeliveries,
  isAnyDue,
  type Notification,
  type Outcome,
  readWaiting,
  type Waiting,
} from './deliveries.ts';
import { type Message, render } from './layout.ts';
import { unsubscribeUrl } from './unsubscribe.ts';

/** A composed message; `to` where the recipient was found only now. Or the reason that it is not to be sent. */
export type Composed =
  | { message: Message; to?: Pick<NonNullable<Delivery['recipient']>, 'email' | 'username'> }
  | string;

/** What the mailer has to know of a kind of notification. */
export interface Kind {
  name: string;
  /** Whether people may switch it off. */
  isOptional: boolean;
  /** Hours after which it is no longer of use, so that it is neither sent nor tried again. */
  usefulHours: number;
  compose(delivery: Delivery): Promise<Composed>;
}

export interface Mailer {
  /** Queues notifications in a transaction; they are sent after its commit, by this or another node. */
  queue(tx: Statements, notifications: Notification[]): Promise<void>;
  /** Begins to send what is due; a mail server that hangs must not delay its caller. */
  sendDue(): void;
  /** The latest mails that were kept instead of sent: always empty with SMTP_URL, and in production. */
  readonly outbox: readonly Mail[];
  /** How many mails this node is sending. */
  readonly underWay: number;
  /** The mails of all nodes that wait, when they were counted last. */
  readonly waiting: Waiting;
  countWaiting(): Promise<void>;
  /** Resolves when nothing is due. */
  idle(): Promise<void>;
  /** Claims no further mails, and waits for those under way, at most a few seconds. Another node sends what is left. */
  stop(): Promise<void>;
}

const sendersAtOnce = 4;
const stopPatience = 3_000;
/** Beyond it, the claim may run out before the mail server answers. */
const sendingTimeout = (claimSeconds - 30) * 1000;
const firstPause = 2_000;
const longestPause = 15 * 60_000;
const soon = 500;
/** Mails a day to an address that its owner has not verified. */
const mostToUnverified = 100;

interface Parts {
  env: Env;
  database: Database;
  log: Logger;
  metrics: Metrics;
  /** Null where no mail is sent: nothing is queued then. */
  transport: MailTransport | null;
  kinds: Kind[];
}

/** The queue of notifications, and the senders of this node. */
export function createMailer({ env, database, log, metrics, transport, kinds }: Parts): Mailer {
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]));
  const names = [...kindOf.keys()];
  const senders = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let wakes = 0;
  let sending = 0;
  let isStopping = false;
  let waiting: Waiting = { count: 0, oldestSeconds: 0 };

  /** Claims and sends until nothing is due; calls other senders for help while there is work. */
  async function work(deliver: MailTransport['deliver']): Promise<void> {
    while (!isStopping) {
      const seen = wakes;
      const claimedAt = performance.now();
      const delivery = await claimDelivery(database, names);
      if (delivery) {
        startSender();
        sending += 1;
        await send(delivery, claimedAt, deliver).finally(() => {
          sending -= 1;
        });
      } else if (seen === wakes) return;
    }
  }

  function startSender(): void {
    if (!transport || isStopping || senders.size >= sendersAtOnce) return;
    const sender = work(transport.deliver)
      .catch((error: unknown) => log.error({ err: error }, 'mails could not be claimed'))
      .finally(() => senders.delete(sender));
    senders.add(sender);
  }

  function wake(): void {
    wakes += 1;
    startSender();
  }

  async function send(delivery: Delivery, claimedAt: number, deliver: MailTransport['deliver']): Promise<void> {
    const outcome = await attempt(delivery, claimedAt, deliver);
    metrics.mail(delivery.kind, outcome.state === 'QUEUED' ? 'delayed' : outcome.state.toLowerCase());
    const { id, kind, attempts } = delivery;
    if (outcome.state === 'FAILED')
      log.error({ id, kind, attempts, reason: outcome.error }, 'a mail could not be sent');
    if (outcome.state === 'QUEUED')
      log.warn({ id, kind, attempts, reason: outcome.error }, 'a mail is tried again later');
    await finish(delivery, outcome);
  }

  async function attempt(delivery: Delivery, claimedAt: number, deliver: MailTransport['deliver']): Promise<Outcome> {
    const kind = kindOf.get(delivery.kind) as Kind;
    const lateAt = delivery.sendAt.getTime() + kind.usefulHours * 3_600_000;
    try {
      if (Date.now() > lateAt) return { state: 'SKIPPED', error: 'It is too late for it.' };
      if (kind.isOptional && delivery.byMail === false)
        return { state: 'SKIPPED', error: 'The person switched it off.' };
      if (kind.isOptional && (await isFlooded(delivery)))
        return { state: 'SKIPPED', error: 'Too many for an address that is not verified.' };
      if (delivery.accountId !== null && !delivery.recipient)
        return { state: 'SKIPPED', error: 'The account is deleted.' };
      const composed = await kind.compose(delivery);
      if (typeof composed === 'string') return { state: 'SKIPPED', error: composed };
      const mail = mailOf(kind, delivery, composed);
      // A process that was halted meanwhile has lost its claim.
      const left = sendingTimeout - (performance.now() - claimedAt);
      if (left <= 0) throw new Error('composing it took too long');
      await within(left, deliver(mail));
      return { state: 'SENT' };
    } catch (error) {
      const text = (error as Error).message;
      const pauseMilliseconds = pauseAfter(delivery.attempts);
      const isFinal = isFinalRefusal(error) || Date.now() + pauseMilliseconds > lateAt;
      return isFinal ? { state: 'FAILED', error: text } : { state: 'QUEUED', error: text, pauseMilliseconds };
    }
  }

  /** Anybody can register any address, and cause mails to it by booking and cancelling. */
  async function isFlooded({ accountId, recipient }: Delivery): Promise<boolean> {
    if (accountId === null || !recipient || recipient.isVerified) return false;
    return (await countSentToday(database, accountId)) >= mostToUnverified;
  }

  function mailOf(kind: Kind, { id, accountId, recipient }: Delivery, composed: Exclude<Composed, string>): Mail {
    const to = composed.to ?? recipient;
    if (!to) throw new Error('a mail without a recipient');
    const url = kind.isOptional && accountId !== null ? unsubscribeUrl(env, { accountId, kind: kind.name }) : null;
    return {
      to: to.email,
      ...render(composed.message, to.username, url),
      messageId: `<${id}@${new URL(env.PUBLIC_URL).hostname}>`,
      unsubscribeUrl: url,
      calendar: composed.message.calendar ?? null,
    };
  }

  /** A mail that was accepted, but whose row cannot be written, is repeated: the database gets some time to come back. */
  async function finish(delivery: Delivery, outcome: Outcome): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await finishDelivery(database, delivery, outcome);
      } catch (error) {
        log.error({ err: error, id: delivery.id }, 'the outcome of a mail could not be written');
        if (tries === 3 || isStopping) return;
        await wait(1_000 * tries, undefined, { ref: false });
      }
    }
  }

  return {
    outbox: transport?.outbox ?? [],
    get underWay() {
      return sending;
    },
    get waiting() {
      return waiting;
    },
    async countWaiting() {
      waiting = await readWaiting(database);
    },
    async queue(tx, notifications) {
      if (!transport || notifications.length === 0) return;
      await insertDeliveries(
        tx,
        notifications.map((one) => ({ ...one, isUrgent: kindOf.get(one.kind)?.isOptional === false })),
      );
      const delays = new Set(notifications.map(({ sendAt }) => Math.max(0, (sendAt?.getTime() ?? 0) - Date.now())));
      afterCommit(tx, () => {
        for (const delay of delays) {
          // Later ones are found by the periodic task.
          if (delay === 0) wake();
          else if (delay <= soon) {
            const timer = setTimeout(() => {
              timers.delete(timer);
              wake();
            }, delay);
            timers.add(timer);
          }
        }
      });
    },
    sendDue: wake,
    async idle() {
      while (transport && !isStopping) {
        wake();
        while (senders.size > 0) await Promise.all(senders);
        if (!(await isAnyDue(database, soon))) return;
        await wait(20);
      }
    },
    async stop() {
      isStopping = true;
      for (const timer of timers) clearTimeout(timer);
      const done = (async () => {
        while (senders.size > 0) await Promise.all(senders);
      })();
      await Promise.race([done, wait(stopPatience, undefined, { ref: false })]);
      if (sending > 0) log.warn({ count: sending }, 'stopped before these mails were sent: another node sends them');
    },
  };
}

/** Grows with each attempt. At random, so that mails that failed together are not tried again together. */
function pauseAfter(attempts: number): number {
  return Math.min(longestPause, firstPause * 4 ** (attempts - 1)) * (0.5 + Math.random());
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const timeout = new AbortController();
  const late = wait(milliseconds, undefined, { signal: timeout.signal, ref: false }).then(() => {
    throw new Error('the mail server took too long');
  });
  late.catch(() => {});
  work.catch(() => {});
  try {
    await Promise.race([work, late]);
  } finally {
    timeout.abort();
  }
}
