import { isIP } from 'node:net';
import type { Logger } from 'pino';
import type { Env } from '../env.ts';

/** A mail as it is sent. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same at every attempt, so that receivers recognise a mail that is repeated. */
  messageId: string;
  /** The address that switches mails of this kind off; null where they cannot be switched off. */
  unsubscribeUrl: string | null;
  /** GIF pictures that the HTML refers to. */
  images: { cid: string; content: Buffer }[];
  /** An iCalendar object that calendars take over. */
  calendar: { method: 'REQUEST' | 'CANCEL'; content: string } | null;
}

export interface MailTransport {
  /** Hands a mail over; rejects where it was not accepted. */
  deliver(mail: Mail): Promise<void>;
  /** The latest mails that were kept instead of sent: always empty with SMTP_URL, and in production. */
  readonly outbox: readonly Mail[];
}

type MailEnv = Pick<Env, 'SMTP_URL' | 'MAIL_FROM' | 'PUBLIC_URL' | 'isProduction'>;

const outboxSize = 100;

/** Mail by SMTP_URL; without it a development outbox. Null in production without SMTP_URL: no mail is sent then. */
export function createMailTransport(env: MailEnv, log: Logger): MailTransport | null {
  if (env.SMTP_URL) return { outbox: [], deliver: bySmtp({ ...env, SMTP_URL: env.SMTP_URL }) };
  if (!env.isProduction) return keeping(log);
  log.warn('SMTP_URL is not set: no mail will be sent, so nobody can reset a password or verify an e-mail');
  return null;
}

/**
 * Whether the mail server refused this mail for good. Other refusals concern the server's own state, or settings: what is
 * refused before the recipient was named is refused for every mail (unless it is too large), as it is where the server asks for
 * a sign-in. Mails wait until an operator has mended that.
 */
export function isFinalRefusal(error: unknown): boolean {
  const { responseCode = 0, code, command } = error as { responseCode?: number; code?: string; command?: string };
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return false;
  const concernsAll = responseCode === 530 || (command === 'MAIL FROM' && responseCode !== 552);
  return responseCode >= 500 && !concernsAll;
}

/** Sends each mail over a connection of its own. */
function bySmtp({ SMTP_URL: url, MAIL_FROM: from, PUBLIC_URL }: MailEnv & { SMTP_URL: string }) {
  const { hostname } = new URL(PUBLIC_URL);
  // Mail servers refuse a greeting by an address that is not in the form of SMTP, which nodemailer knows.
  const isAddress = isIP(hostname) !== 0 || hostname.startsWith('[');
  const settings = {
    url,
    ...(!isAddress && { name: hostname }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    // Mail servers look through a mail before they take it. Whoever gives up before that sends a mail again that was taken.
    socketTimeout: 75_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return async ({ to, subject, text, html, messageId, unsubscribeUrl, images, calendar }: Mail): Promise<void> => {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport(settings, { from, textEncoding: 'quoted-printable' });
    const sent = transport.sendMail({
      to: { name: '', address: to },
      ...{ subject, text, html, messageId },
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...(unsubscribeUrl !== null && {
          // Prepared, since the URL must not be broken into lines.
          'List-Unsubscribe': { prepared: true, value: `<${unsubscribeUrl}>` },
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
      },
      ...(images.length > 0 && {
        attachments: images.map(({ cid, content }) => ({
          ...{ cid, content, contentType: 'image/png', contentDisposition: 'inline' as const, filename: 'code.png' },
        })),
      }),
      ...(calendar && { icalEvent: { ...calendar, filename: 'invite.ics' } }),
    });
    // A pool, if SMTP_URL asks for one, would keep the connection.
    await sent.finally(() => transport.close());
  };
}

/** Keeps mails and logs them, so that a developer can follow their links. */
function keeping(log: Logger): MailTransport {
  const outbox: Mail[] = [];
  return {
    outbox,
    async deliver(mail) {
      outbox.push(mail);
      if (outbox.length > outboxSize) outbox.shift();
      const { to, subject, text } = mail;
      log.info({ mail: { to, subject, text } }, 'kept a mail: without SMTP_URL none is sent');
    },
  };
}
