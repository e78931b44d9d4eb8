import { type LookupAddress, lookup } from 'node:dns';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './ip-address.ts';

// Requests to addresses that somebody else chose.

/** What a server answered. */
export interface Answer {
  status: number;
  /** The beginning of the body. */
  body: string;
  /** Seconds after which it wants to be asked again; null where it does not say. */
  retryAfterSeconds: number | null;
}

interface Outgoing {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Milliseconds for all of it: finding the address, connecting, sending, and reading the answer. */
  timeout: number;
  /** Whether plain HTTP and addresses that are not public are allowed. */
  allowsPrivate: boolean;
  signal: AbortSignal;
}

/** The server's name leads to an address that is not public. */
class PrivateAddressError extends Error {
  constructor() {
    super('The host has an address that is not public.');
  }
}

const longestAnswer = 64 * 1024;
const keptCharacters = 1_000;

/**
 * Posts to a URL. Every address that its host has is checked, and the connection goes to the addresses that were checked: the
 * name is not resolved again. Redirects are answers like others. Of a long answer only the beginning is read.
 */
export async function postTo({ url, headers, body, timeout, allowsPrivate, signal }: Outgoing): Promise<Answer> {
  const target = new URL(url);
  if (!allowsPrivate && target.protocol !== 'https:') throw new Error('The URL must begin with https://.');
  const host = target.hostname.replace(/^\[|\]$/g, '');
  // An address is connected to without being looked up.
  if (!allowsPrivate && isIP(host) && !isPublicAddress(host)) throw new PrivateAddressError();
  const limit = AbortSignal.timeout(timeout);
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'Content-Length': String(body.length) },
    // A connection of its own: a kept one would go on to an address that was checked long ago.
    agent: false,
    lookup: allowsPrivate ? lookup : lookupPublic,
    signal: AbortSignal.any([signal, limit]),
  };
  try {
    return await exchange(target, options, body);
  } catch (error) {
    throw limit.aborted ? new Error(`No answer within ${timeout / 1000} s.`) : error;
  }
}

function exchange(target: URL, options: RequestOptions, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { request } = target.protocol === 'https:' ? https : http;
    let isAnswered = false;
    const sending = request(target, options, (response) => {
      isAnswered = true;
      readAnswer(response).then(resolve, reject);
    });
    sending.once('error', reject);
    // A switch to another protocol ends the request without an answer and without an error.
    sending.once('close', () => {
      if (!isAnswered) reject(new Error('The connection was closed without an answer.'));
    });
    sending.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= longestAnswer) break;
  }
  return {
    status: response.statusCode as number,
    // PostgreSQL stores no NUL.
    body: [...Buffer.concat(chunks).toString('utf8').replaceAll('\0', '')].slice(0, keptCharacters).join(''),
    retryAfterSeconds: secondsUntil(response.headers['retry-after']),
  };
}

/** What `Retry-After` asks for, in seconds or as a date; null where it says nothing. */
function secondsUntil(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined) return null;
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

/** Looks a host up, and refuses it where any of its addresses is not public: which one is connected to is nobody's choice. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, []);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new PrivateAddressError(), []);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
