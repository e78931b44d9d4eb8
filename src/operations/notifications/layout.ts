import { escaped } from '../../html.ts';
import { supportedTimeZone } from '../../time-zones.ts';
import type { Mail } from '../mail.ts';
import type { Recipient } from './deliveries.ts';
import { qrImage } from './qr.ts';

/** A part of a mail: a paragraph, a link, facts under their names, or a code to show, as text and QR code. */
export type Part =
  | string
  | { link: string; url: string }
  | { facts: [name: string, value: string][] }
  | { code: string };

/** The template of a mail: the text and the HTML are both written from it. */
export interface Message {
  subject: string;
  parts: Part[];
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
}

/** Writes a message for a person: its subject, its text and its HTML. */
export function render(
  { subject, parts }: Message,
  username: string,
  unsubscribeUrl: string | null,
): Pick<Mail, 'subject' | 'text' | 'html' | 'images'> {
  const shown = [`Hello ${username},`, ...parts];
  const text = [
    ...shown.map(asText),
    ...(unsubscribeUrl === null ? [] : [`-- \nTo get no more mails of this kind:\n${unsubscribeUrl}`]),
  ];
  const footer =
    unsubscribeUrl === null
      ? ''
      : `<p style="color:#666;font-size:.85em">Shala · <a href="${escaped(unsubscribeUrl)}">Get no more mails of this kind</a></p>`;
  return {
    subject: oneLine(subject),
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(oneLine(subject))}</title></head>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem">
${shown.map(asHtml).join('\n')}
${footer}</body></html>
`,
    images: parts.flatMap((part) =>
      typeof part === 'object' && 'code' in part ? [{ cid: cidOf(part.code), content: qrImage(part.code) }] : [],
    ),
  };
}

/** By which the HTML refers to the picture of a code. */
const cidOf = (code: string) => `qr-${code.toLowerCase()}@shala`;

/** Ten characters as people read them out. */
const inGroups = (code: string) => code.replace(/^(.{5})(.+)$/, '$1-$2');

function asText(part: Part): string {
  if (typeof part === 'string') return part;
  if ('link' in part) return `${part.link}:\n\n${part.url}`;
  if ('code' in part) return `Show this code at the entrance: ${inGroups(part.code)}`;
  const width = Math.max(...part.facts.map(([name]) => name.length));
  return part.facts.map(([name, value]) => `  ${`${name}:`.padEnd(width + 1)}  ${oneLine(value)}`).join('\n');
}

function asHtml(part: Part): string {
  if (typeof part === 'string') return `<p>${escaped(part).replaceAll('\n', '<br>')}</p>`;
  if ('link' in part) {
    const url = escaped(part.url);
    return `<p><a href="${url}">${escaped(part.link)}</a><br><small>${url}</small></p>`;
  }
  if ('code' in part) {
    const shown = escaped(inGroups(part.code));
    return `<p>Show this code at the entrance:<br><img src="cid:${cidOf(part.code)}" width="174" height="174" alt="QR code"><br><strong>${shown}</strong></p>`;
  }
  const rows = part.facts.map(
    ([name, value]) =>
      `<tr><th align="left" style="padding-right:1rem">${escaped(name)}</th><td>${escaped(oneLine(value))}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

/** Text without line breaks and control characters: a subject with one could begin another header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** An instant for a person: day and time in their zone, and the zone's name. */
export function formatInstant(instant: Date, timeZone: string): string {
  const zone = supportedTimeZone(timeZone);
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
  return `${format.format(instant)} (${zone})`;
}

/** By which a person is addressed; null where there is nothing that may be shown. */
export function nameOf(recipient: Pick<Recipient, 'username' | 'isVerified'>): string | null {
  return recipient.username === null ? null : quoted(recipient, recipient.username);
}

/**
 * Text that somebody wrote, and be it the name of an account or a device; null where it may not be shown. Anybody can register
 * any address and cause mails to it: as long as its owner has not verified the address, nothing that reads like a link is
 * sent there.
 */
export function quoted({ isVerified }: Pick<Recipient, 'isVerified'>, text: string): string | null {
  return isVerified || !/[\p{L}\d-][.。．]\p{L}{2,}|:\/\/|@/u.test(text) ? text : null;
}
