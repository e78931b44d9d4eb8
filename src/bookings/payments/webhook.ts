import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { App, Origin } from '../../context.ts';
import type { Payment } from '../../database/generated/client.ts';
import { DomainError, InvalidInputError, NotFoundError, UnavailableError } from '../../errors.ts';
import { parseGlobalId } from '../../graphql/global-ids.ts';
import { originOf } from '../../http/origin.ts';
import { largestInt, validate } from '../../validation.ts';
import { PaymentConflictError, PaymentUnknownError, recordPayment, recordRefund } from './service.ts';
import { signatureFault } from './signatures.ts';
import type { SubjectRef } from './subjects.ts';

export const webhookPath = '/webhooks/payments';
const maximumBytes = 64 * 1024;

export interface WebhookAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** `POST /webhooks/payments` takes payment providers' messages, where there is a PAYMENT_WEBHOOK_SECRET. */
export function paymentWebhook(app: App) {
  return (request: IncomingMessage, response: ServerResponse): boolean | Promise<void> => {
    if (request.url?.split('?')[0] !== webhookPath) return false;
    return answer(app, request).then((answered) => send(response, answered));
  };
}

async function answer(app: App, request: IncomingMessage): Promise<WebhookAnswer> {
  const { PAYMENT_WEBHOOK_SECRET: secret } = app.env;
  // Not NOT_FOUND, which tells a sender to give the payment up.
  if (secret === undefined) return refusal(404, 'WEBHOOK_OFF', 'PAYMENT_WEBHOOK_SECRET is not set.');
  if (request.method !== 'POST') return refusal(405, 'METHOD_NOT_ALLOWED', 'Send a POST request.');
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json' || encoding !== 'identity')
    return refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json, and not compressed.');
  const body = await readBody(request);
  if (!body) return refusal(413, 'TOO_LARGE', `The body must have at most ${maximumBytes} bytes.`);
  return receiveNotice(app, originOf(request, app.env), { secret, headers: request.headers, body });
}

/** The body's bytes; null where it is too large. A large body is read to its end, so that its sender gets the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maximumBytes) chunks.push(chunk);
  }
  return size <= maximumBytes ? Buffer.concat(chunks) : null;
}

/** Verifies and carries out a message. The sender must retry after a 503, and after a refund that came before its payment. */
export async function receiveNotice(
  app: App,
  origin: Origin,
  { secret, headers, body }: { secret: string; headers: IncomingHttpHeaders; body: Buffer },
): Promise<WebhookAnswer> {
  const fault = signatureFault(secret, headers, body);
  if (fault) return refusal(401, fault.code, fault.message);
  try {
    const event = validate(payload, parseJson(body));
    if (event === null) return { status: 200, body: { ignored: true } };
    const { type, bookingId: subject, ...facts } = event;
    const notice = { ...facts, subject };
    const payment =
      type === 'payment.succeeded' ? await recordPayment(app, origin, notice) : await recordRefund(app, notice);
    return { status: 200, body: answerOf(payment) };
  } catch (error) {
    if (!(error instanceof DomainError) || error instanceof UnavailableError) {
      app.log.error({ err: error, requestId: origin.requestId }, 'a payment webhook failed');
      return refusal(503, 'UNAVAILABLE', 'The message could not be processed. Send it again later.');
    }
    app.log.warn({ code: error.code, reason: error.message }, 'a payment webhook was refused');
    const issues = error instanceof InvalidInputError ? { issues: error.issues } : {};
    return refusal(statusOf(error), error.code, error.message, issues);
  }
}

function statusOf(error: DomainError): number {
  if (error instanceof NotFoundError) return 404;
  return error instanceof PaymentConflictError || error instanceof PaymentUnknownError ? 409 : 400;
}

const answerOf = ({ status, refundMinor, refundedMinor }: Payment) => ({ status, refundMinor, refundedMinor });

const name = (maximum: number) =>
  z
    .string()
    .regex(new RegExp(`^[\\x21-\\x7e]{1,${maximum}}$`), `must be 1 to ${maximum} characters of ASCII, without spaces`);

const isSubject = (given: { typename: string; id: string }): given is SubjectRef =>
  given.typename === 'Booking' || given.typename === 'Pass';

const notice = z.object({
  type: z.enum(['payment.succeeded', 'payment.refunded']),
  provider: name(50),
  reference: name(200),
  bookingId: z.string().transform(parseGlobalId).refine(isSubject, 'must be the ID of a Booking or a Pass'),
  amountMinor: z
    .int('must be a whole number')
    .min(1, 'must be positive')
    .max(largestInt, `must be at most ${largestInt}`),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code, like EUR'),
});

const payload = z
  .object({ type: z.string() })
  .loose()
  .transform((event, context) => {
    // Providers also send events that mean nothing here.
    if (!(notice.shape.type.options as string[]).includes(event.type)) return null;
    const result = notice.safeParse(event);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new InvalidInputError([{ path: ['body'], message: 'must be JSON' }]);
  }
}

function refusal(status: number, code: string, message: string, more: object = {}): WebhookAnswer {
  return { status, body: { code, message, ...more } };
}

function send(response: ServerResponse, { status, body }: WebhookAnswer): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(status === 405 && { Allow: 'POST' }),
    ...(status === 503 && { 'Retry-After': '30' }),
  });
  response.end(JSON.stringify(body));
}
