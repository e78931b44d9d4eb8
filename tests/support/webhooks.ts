import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { webhooksOf } from '../../src/webhooks/sender.ts';
import { WebhookCreateDocument, WebhookDeliveriesDocument, type WebhookEventKind } from '../generated/documents.ts';
import { settle } from './log.ts';
import { type Client, expectType, type TestServer } from './server.ts';

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: { type: string; timestamp: string; data: Record<string, unknown> };
}

/** Answers a request; a number is a status. */
type Behaviour = (
  received: ReceivedWebhook,
  response: ServerResponse,
) => number | undefined | Promise<number | undefined>;

/** Somebody's server that takes webhooks. What it answers can be changed by `behave()`. */
export async function startReceiver(port = 0) {
  const received: ReceivedWebhook[] = [];
  let behave: Behaviour = () => 204;
  const server = createServer(async (request, response) => {
    const text = (await buffer(request)).toString();
    const one = { path: request.url as string, headers: request.headers, text, body: JSON.parse(text) };
    received.push(one);
    const status = await behave(one, response);
    if (status !== undefined) response.writeHead(status).end('noted');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** The `webhook-id`s in the order in which they came. */
    ids: () => received.map(({ headers }) => headers['webhook-id']),
    behave(next: Behaviour) {
      behave = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

export const why = 'Connecting the accounts';

/** Registers an endpoint; returns it with its secret. */
export async function register(admin: Client, url: string, kinds: WebhookEventKind[], description?: string) {
  const input = { url, kinds, description: description ?? null };
  const { webhookEndpointCreate } = await admin.run(WebhookCreateDocument, { input, reason: why });
  const { endpoint, secret } = expectType(
    webhookEndpointCreate as NonNullable<typeof webhookEndpointCreate>,
    'WebhookEndpointSecretPayload',
  );
  return { ...endpoint, secret };
}

/** Queues what is in the log, and sends what is due. */
export async function deliver(server: TestServer): Promise<void> {
  await settle(server);
  await webhooksOf(server.app).idle();
}

/** Lets the pauses of all that is tried again later be over. */
export async function passPauses({ database }: TestServer): Promise<void> {
  const past = new Date(Date.now() - 1_000);
  await database.prisma.webhookDelivery.updateMany({
    where: { state: 'QUEUED', nextAttemptAt: { lt: new Date('9000-01-01') } },
    data: { nextAttemptAt: past, claimedUntil: null },
  });
}

export const deliveriesOf = async (admin: Client, endpointId: string) =>
  (await admin.run(WebhookDeliveriesDocument, { filter: { endpointId }, first: 100 })).webhookDeliveries.nodes;

/** Throws unless a webhook was signed by the secret, just now. */
export function verify(secret: string, { text, headers }: ReceivedWebhook): void {
  new Webhook(secret).verify(text, headers as Record<string, string>);
}
