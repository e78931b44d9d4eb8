import { type AuditEntry, recordAudit } from '../accounts/audit.ts';
import { parseReason } from '../accounts/moderation.ts';
import type { App, SignedIn } from '../context.ts';
import { logFailure } from '../database/errors.ts';
import type { WebhookDelivery, WebhookEndpoint } from '../database/generated/client.ts';
import { lockWebhookEndpoint } from '../database/locks.ts';
import { afterCommit, type Transaction, transaction } from '../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { validate } from '../validation.ts';
import { queuedAnew } from './deliveries.ts';
import { stopEndpoint } from './disable.ts';
import { WebhookEndpointDisabledError } from './errors.ts';
import { newSecret } from './secrets.ts';
import { webhooksOf } from './sender.ts';
import {
  type EndpointCreation,
  type EndpointUpdate,
  endpointCreation,
  endpointUpdate,
  rotation,
} from './validation.ts';

const mostEndpoints = 50;
const hour = 3_600_000;

/** An endpoint with its secret, which is shown this once. */
export interface EndpointWithSecret {
  endpoint: WebhookEndpoint;
  secret: string;
}

interface Target {
  id: string;
  reason: string;
}

/** Creates an endpoint, which is sent what happens from now on. */
export async function createEndpoint(
  context: SignedIn,
  input: EndpointCreation,
  given: string,
): Promise<EndpointWithSecret> {
  const { app } = context;
  const reason = parseReason(given, true);
  const valid = validate(endpointCreation(app.env), input);
  const { secret, sealed } = newSecret(app.env);
  return transaction(app.database, async (tx) => {
    if ((await tx.webhookEndpoint.count()) >= mostEndpoints) {
      const message = `must not be more than ${mostEndpoints} endpoints: delete one first`;
      throw new InvalidInputError([{ path: ['input'], message }]);
    }
    const endpoint = await tx.webhookEndpoint.create({
      data: { ...valid, secret: sealed, ...(await presentEnd(tx)) },
    });
    await audit(tx, context, endpoint.id, { action: 'created', reason, details: hostOf(valid.url) });
    relayAfter(tx, app);
    return { endpoint, secret };
  });
}

/**
 * Where an endpoint begins that hears what happens from now on. While an older transaction is open, events that have
 * happened stand after the position as well: the snapshot tells which.
 */
async function presentEnd(tx: Transaction) {
  const [end] = await tx.$queryRaw<{ transaction: bigint; startSnapshot: string }[]>`
    SELECT pg_snapshot_xmin("present")::text::bigint AS "transaction", "present"::text AS "startSnapshot"
    FROM pg_current_snapshot() AS "present"`;
  return { ...(end as NonNullable<typeof end>), position: 0n };
}

/** Changes an endpoint. Other kinds hold for events that are not queued yet, another URL for all that waits. */
export async function updateEndpoint(
  context: SignedIn,
  { id, reason }: Target,
  input: EndpointUpdate,
): Promise<WebhookEndpoint> {
  const { url, kinds, description } = validate(endpointUpdate(context.app.env), input);
  return change(context, { id, reason }, 'updated', (tx) =>
    tx.webhookEndpoint.update({
      where: { id },
      data: {
        ...(url != null && { url }),
        ...(kinds != null && { kinds }),
        ...(description !== undefined && { description }),
      },
    }),
  );
}

/**
 * Enables an endpoint. What waits is sent at once, and the log is read on from where it was left; with `skipMissed` what
 * happened before now is left out. An endpoint that is enabled has what waits tried at once.
 */
export async function enableEndpoint(
  context: SignedIn,
  { id, reason, skipMissed }: Target & { skipMissed: boolean },
): Promise<WebhookEndpoint> {
  return change(context, { id, reason }, 'enabled', async (tx) => {
    const waiting = { endpointId: id, state: 'QUEUED' } as const;
    await tx.webhookDelivery.updateMany({
      where: waiting,
      data: skipMissed ? { state: 'SKIPPED', finishedAt: new Date(), claimedUntil: null } : queuedAnew(),
    });
    return tx.webhookEndpoint.update({
      where: { id },
      data: { disabledAt: null, disabledReason: null, ...(skipMissed && (await presentEnd(tx))) },
    });
  });
}

/** Disables an endpoint. What waits stays, until it is enabled again. */
export function disableEndpointByAdmin(context: SignedIn, target: Target): Promise<WebhookEndpoint> {
  return change(context, target, 'disabled', (tx, endpoint, reason) =>
    endpoint.disabledAt ? Promise.resolve(endpoint) : stopEndpoint(tx, endpoint.id, reason),
  );
}

/** Deletes an endpoint with its deliveries. Returns its ID. */
export async function deleteEndpoint(context: SignedIn, target: Target): Promise<string> {
  await change(context, target, 'deleted', (tx, { id }) => tx.webhookEndpoint.delete({ where: { id } }));
  return target.id;
}

/** Gives an endpoint a new secret. The one before signs as well for some hours, so that the receiver can change meanwhile. */
export async function rotateSecret(
  context: SignedIn,
  { previousValidHours, ...target }: Target & { previousValidHours: number },
): Promise<EndpointWithSecret> {
  validate(rotation, { previousValidHours });
  const { secret, sealed } = newSecret(context.app.env);
  const endpoint = await change(context, target, 'secret_rotated', (tx, present) =>
    tx.webhookEndpoint.update({
      where: { id: present.id },
      data: {
        secret: sealed,
        ...(previousValidHours > 0
          ? {
              previousSecret: present.secret,
              previousSecretUntil: new Date(Date.now() + previousValidHours * hour),
            }
          : { previousSecret: null, previousSecretUntil: null }),
      },
    }),
  );
  return { endpoint, secret };
}

/** Sends a delivery again, whatever became of it; one that waits is tried at once. It keeps its place among those of its session. */
export async function sendAgain(context: SignedIn, { id, reason: given }: Target): Promise<WebhookDelivery> {
  const reason = parseReason(given, true);
  return transaction(context.app.database, async (tx) => {
    const found = await tx.webhookDelivery.findUnique({ where: { id } });
    const endpoint = found && (await lockWebhookEndpoint(tx, found.endpointId));
    if (!endpoint) throw new NotFoundError('webhook delivery');
    if (endpoint.disabledAt) throw new WebhookEndpointDisabledError();
    const queued = await tx.webhookDelivery.update({ where: { id }, data: queuedAnew() });
    const { endpointId, sessionId } = found;
    if (sessionId !== null) {
      // Those that waited for its next attempt.
      const held = { endpointId, sessionId, state: 'QUEUED', failures: 0 } as const;
      await tx.webhookDelivery.updateMany({ where: held, data: { nextAttemptAt: queued.nextAttemptAt } });
    }
    const entry = { action: 'webhook_delivery.sent_again', targetType: 'WebhookDelivery', targetId: id } as const;
    await recordAudit(tx, context, { ...entry, reason, details: { type: found.type, from: found.state } });
    afterCommit(tx, () => webhooksOf(context.app).wake());
    return queued;
  });
}

/** Changes an endpoint under its lock, audits it, and sends what became due. */
async function change(
  context: SignedIn,
  { id, reason: given }: Target,
  action: string,
  make: (tx: Transaction, endpoint: WebhookEndpoint, reason: string) => Promise<WebhookEndpoint>,
): Promise<WebhookEndpoint> {
  const reason = parseReason(given, true);
  const { app } = context;
  return transaction(app.database, async (tx) => {
    const endpoint = await lockWebhookEndpoint(tx, id);
    if (!endpoint) throw new NotFoundError('webhook endpoint');
    const changed = await make(tx, endpoint, reason);
    await audit(tx, context, id, { action, reason, details: hostOf(changed.url) });
    relayAfter(tx, app);
    return changed;
  });
}

/** Queues and sends what is due on this node at once; others find it within seconds. */
function relayAfter(tx: Transaction, app: App): void {
  afterCommit(tx, () => {
    webhooksOf(app)
      .relay()
      .catch((error: unknown) => logFailure(app.log, error, 'could not queue webhooks'));
  });
}

/** Without the path, which may be a secret. */
const hostOf = (url: string) => ({ host: new URL(url).host });

function audit(
  tx: Transaction,
  context: SignedIn,
  targetId: string,
  { action, ...entry }: Pick<AuditEntry, 'action' | 'reason' | 'details'>,
): Promise<void> {
  return recordAudit(tx, context, {
    ...{ action: `webhook_endpoint.${action}`, targetType: 'WebhookEndpoint', targetId },
    ...entry,
  });
}
