import type { Logger } from 'pino';
import type { Database, Statements } from '../../database/client.ts';
import { logFailure, unavailability } from '../../database/errors.ts';
import { onceReachable } from '../../database/outage.ts';
import { afterCommit } from '../../database/transaction.ts';
import type { Env } from '../../env.ts';
import { isFinalRefusal, type Mail, type MailTransport } from '../mail.ts';
import type { Metrics } from '../metrics.ts';
import { createSenders, pauseAfter, within, writeOutcome } from '../queue/senders.ts';
import {
  claimDeliveries,
  claimSeconds,
  type Delivery,
  finishDelivery,
  insertDeliveries,
  isAnyDue,
  type Notification,
  type Outcome,
  readWaiting,
  type Waiting,
} from './deliveries.ts';
import { type Message, nameOf, render } from './layout.ts';
import { unsubscribeUrl } from './unsubscribe.ts';

/** A composed message; `to` where the recipient was found only now. Or the reason that it is not to be sent. */
export type Composed =
  | { message: Message; to?: Pick<NonNullable<Delivery['recipient']>, 'email' | 'username' | 'isVerified'> }
  | string;

/** What the mailer has to know of a kind of notification. */
export interface Kind {
  name: string;
  /** Whether people may switch it off. */
  isOptional: boolean;
  /** Whether many are queued at once, for which no mail that protects an account is to wait. */
  isInBulk?: boolean;
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

/** Beyond it, the claim may run out before the mail server answers. */
const sendingTimeout = (claimSeconds - 30) * 1000;
const pauses = { first: 2_000, longest: 15 * 60_000 };

interface Parts {
  env: Env;
  database: Database;
  log: Logger;
  metrics: Metrics;
  /** Null where no mail is sent: nothing is queued then. */
  transport: MailTransport | null;
  kinds: Kind[];
  /** Whether mails are sent as soon as they are due, some at once; otherwise one by one while somebody waits with `idle()`. */
  sendsByItself: boolean;
}

const isUrgent = ({ isOptional, isInBulk = false }: Kind) => !isOptional && !isInBulk;

/** The queue of notifications, and the senders of this node. */
export function createMailer({ env, database, log, metrics, transport, kinds, sendsByItself }: Parts): Mailer {
  const kindOf = new Map(kinds.map((kind) => [kind.name, kind]));
  const names = [...kindOf.keys()];
  let waiting: Waiting = { count: 0, oldestSeconds: 0 };
  const senders =
    transport &&
    createSenders<Delivery>(
      {
        ...{ what: 'mails', atOnce: sendsByItself ? 4 : 1 },
        async claim(atMost) {
          const claimed = await claimDeliveries(database, names, atMost);
          return { claimed, isAll: claimed.length < atMost };
        },
        send: (delivery, claimedAt) => send(delivery, claimedAt, transport.deliver),
        isAnyDue: (milliseconds) => isAnyDue(database, milliseconds),
      },
      log,
    );

  async function send(delivery: Delivery, claimedAt: number, deliver: MailTransport['deliver']): Promise<void> {
    const outcome = await attempt(delivery, claimedAt, deliver);
    // Its claim runs out, and whoever claims it then tries again.
    if (!outcome) return;
    metrics.mail(delivery.kind, outcome.state === 'QUEUED' ? 'delayed' : outcome.state.toLowerCase());
    const { id, kind, attempts } = delivery;
    if (outcome.state === 'FAILED')
      log.error({ id, kind, attempts, reason: outcome.error }, 'a mail could not be sent');
    if (outcome.state === 'QUEUED')
      log.warn({ id, kind, attempts, reason: outcome.error }, 'a mail is tried again later');
    await writeOutcome(
      () => finishDelivery(database, delivery, outcome),
      (error) => logFailure(log, error, 'the outcome of a mail could not be written', { id }),
    );
  }

  /** Null where the mail was not handed over before the claim may run out: the database or this process was halted. */
  async function attempt(
    delivery: Delivery,
    claimedAt: number,
    deliver: MailTransport['deliver'],
  ): Promise<Outcome | null> {
    const kind = kindOf.get(delivery.kind) as Kind;
    const lateAt = delivery.sendAt.getTime() + kind.usefulHours * 3_600_000;
    if (Date.now() > lateAt) return { state: 'SKIPPED', error: 'It is too late for it.' };
    if (kind.isOptional && delivery.byMail === false) return { state: 'SKIPPED', error: 'The person switched it off.' };
    // Anybody can register any address, and cause mails to it by booking and cancelling.
    if (kind.isOptional && delivery.recipient?.isFlooded)
      return { state: 'SKIPPED', error: 'Too many for an address that is not verified.' };
    if (delivery.accountId !== null && !delivery.recipient)
      return { state: 'SKIPPED', error: 'The account is deleted.' };
    const failed = (error: string, isFinal = false): Outcome => {
      const pauseMilliseconds = pauseAfter(delivery.attempts, pauses);
      const isLast = isFinal || Date.now() + pauseMilliseconds > lateAt;
      return isLast ? { state: 'FAILED', error } : { state: 'QUEUED', error, pauseMilliseconds };
    };
    const left = () => sendingTimeout - (performance.now() - claimedAt);
    let mail: Mail;
    try {
      const composed = await onceReachable(
        () => kind.compose(delivery),
        () => left() <= 0,
      );
      if (typeof composed === 'string') return { state: 'SKIPPED', error: composed };
      mail = mailOf(kind, delivery, composed);
    } catch (error) {
      const { id, kind: name } = delivery;
      logFailure(log, error, 'a mail could not be written', { id, kind: name });
      return unavailability(error) ? null : failed('It could not be written: the log says why.');
    }
    if (left() <= 0) return null;
    try {
      await within(left(), deliver(mail), 'the mail server took too long');
      return { state: 'SENT' };
    } catch (error) {
      return failed((error as Error).message, isFinalRefusal(error));
    }
  }

  function mailOf(kind: Kind, { id, accountId, recipient }: Delivery, composed: Exclude<Composed, string>): Mail {
    const to = composed.to ?? recipient;
    if (!to) throw new Error('a mail without a recipient');
    const url = kind.isOptional && accountId !== null ? unsubscribeUrl(env, { accountId, kind: kind.name }) : null;
    return {
      to: to.email,
      ...render(composed.message, nameOf(to) ?? 'there', url),
      messageId: `<${id}@${new URL(env.PUBLIC_URL).hostname}>`,
      unsubscribeUrl: url,
      calendar: composed.message.calendar ?? null,
    };
  }

  return {
    outbox: transport?.outbox ?? [],
    get underWay() {
      return senders?.underWay ?? 0;
    },
    get waiting() {
      return waiting;
    },
    async countWaiting() {
      waiting = await readWaiting(database);
    },
    async queue(tx, notifications) {
      if (!senders || notifications.length === 0) return;
      await insertDeliveries(
        tx,
        notifications.map((one) => ({ ...one, isUrgent: isUrgent(kindOf.get(one.kind) as Kind) })),
      );
      if (!sendsByItself) return;
      const delays = new Set(notifications.map(({ sendAt }) => Math.max(0, (sendAt?.getTime() ?? 0) - Date.now())));
      afterCommit(tx, () => {
        for (const delay of delays) senders.wakeIn(delay);
      });
    },
    sendDue: () => void (sendsByItself && senders?.wake()),
    idle: async () => senders?.idle(),
    stop: async () => senders?.stop(),
  };
}
