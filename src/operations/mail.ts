import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import type { Env } from '../env.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface Mailer {
  /**
   * Sends a mail, or the mail of a promise, in the background: a failure is logged instead of thrown. Resolves when the
   * mail has been handed over or given up.
   */
  send(mail: Mail | Promise<Mail | null>): Promise<void>;
  /** The latest mails that were kept instead of sent: always empty with SMTP_URL, and in production. */
  readonly outbox: readonly Mail[];
  /** How many mails are under way. */
  readonly underWay: number;
  /** Resolves when no mail is under way. */
  idle(): Promise<void>;
  /** Waits for the mails under way, at most a few seconds; none is retried after this call. */
  stop(): Promise<void>;
}

type Deliver = (mail: Mail) => Promise<void>;

const outboxSize = 100;
/** Bounds the memory that a slow mail server can fill. */
const mostUnderWay = 1_000;
const connectionsAtOnce = 4;
/** Milliseconds before each retry. */
const backoff = [1_000, 5_000];
const stopPatience = 3_000;

/** Mail by SMTP_URL; without it, a development outbox, and in production nothing but a warning. */
export function createMailer(
  env: Pick<Env, 'SMTP_URL' | 'MAIL_FROM' | 'PUBLIC_URL' | 'isProduction'>,
  log: Logger,
): Mailer {
  const outbox: Mail[] = [];
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const deliver = env.SMTP_URL
    ? bySmtp({ ...env, SMTP_URL: env.SMTP_URL }, stopping.signal)
    : env.isProduction
      ? discard(log)
      : keep(outbox, log);

  async function handle(mail: Mail | Promise<Mail | null>): Promise<void> {
    let subject: string | undefined;
    try {
      const made = await mail;
      subject = made?.subject;
      if (made) await deliver(made);
    } catch (error) {
      log.error({ err: error, subject }, 'a mail could not be sent');
    }
  }
  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return {
    outbox,
    get underWay() {
      return underWay.size;
    },
    idle,
    async send(mail) {
      if (underWay.size >= mostUnderWay) {
        log.error('a mail was dropped: too many are under way');
        if (mail instanceof Promise) mail.catch(() => {});
        return;
      }
      const run = handle(mail).finally(() => underWay.delete(run));
      underWay.add(run);
      await run;
    },
    async stop() {
      stopping.abort();
      await Promise.race([idle(), wait(stopPatience, undefined, { ref: false })]);
      if (underWay.size > 0) log.warn({ count: underWay.size }, 'stopped before these mails were sent');
    },
  };
}

type SmtpEnv = Pick<Env, 'MAIL_FROM' | 'PUBLIC_URL'> & { SMTP_URL: string };

/** Sends each mail over a connection of its own. Temporary failures are retried. */
function bySmtp({ SMTP_URL: url, MAIL_FROM: from, PUBLIC_URL }: SmtpEnv, stopping: AbortSignal): Deliver {
  const { hostname } = new URL(PUBLIC_URL);
  // Mail servers refuse a greeting by an address that is not in the form of SMTP, which nodemailer knows.
  const isAddress = isIP(hostname) !== 0 || hostname.startsWith('[');
  const transport = createTransport(
    {
      url,
      ...(!isAddress && { name: hostname }),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, textEncoding: 'quoted-printable', headers: { 'Auto-Submitted': 'auto-generated' } },
  );
  const limit = pLimit(connectionsAtOnce);
  return async ({ to, subject, text }) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await limit(() => transport.sendMail({ to: { name: '', address: to }, subject, text }));
        return;
      } catch (error) {
        const pause = backoff[attempt];
        if (pause === undefined || isFinal(error) || stopping.aborted) throw error;
        await wait(pause, undefined, { signal: stopping }).catch(() => {
          throw error;
        });
      }
    }
  };
}

/** Whether the mail server refused for good. */
function isFinal(error: unknown): boolean {
  const { responseCode } = error as { responseCode?: number };
  return responseCode !== undefined && responseCode >= 500;
}

/** Keeps mails and logs them, so that a developer can follow their links. */
function keep(outbox: Mail[], log: Logger): Deliver {
  return async (mail) => {
    outbox.push(mail);
    if (outbox.length > outboxSize) outbox.shift();
    log.info({ mail }, 'kept a mail: without SMTP_URL none is sent');
  };
}

function discard(log: Logger): Deliver {
  log.warn('SMTP_URL is not set: no mail will be sent, so nobody can reset a password or verify an e-mail');
  return async ({ subject }) => log.warn({ subject }, 'a mail was not sent: SMTP_URL is not set');
}
