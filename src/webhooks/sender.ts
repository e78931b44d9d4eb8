import type { App } from '../context.ts';
import { logFailure, unavailability } from '../database/errors.ts';
import { onceReachable } from '../database/outage.ts';
import { transaction } from '../database/transaction.ts';
import { ownedState } from '../node-state.ts';
import { type Answer, postTo } from '../operations/outgoing.ts';
import { createSenders, pauseAfter, type Senders, writeOutcome } from '../operations/queue/senders.ts';
import { signatureHeader } from '../operations/webhook-signature.ts';
import {
  type Attempt,
  type Claimed,
  claimDelivery,
  claimSeconds,
  finishDelivery,
  isAnyDue,
  type Outcome,
  readWaiting,
  tookAnySince,
  type Waiting,
} from './deliveries.ts';
import { disableEndpoint } from './disable.ts';
import { type Payload, payloadOf } from './payload.ts';
import { relay } from './relay.ts';
import { signingKeys } from './secrets.ts';

const atOnce = 8;
/** An endpoint that answers slowly leaves senders to the others. */
const atOnceToEndpoint = 3;
const pauses = { first: 5_000, longest: 6 * 3_600_000 };
/** For how long a delivery is tried. */
const longestTrial = 3 * 86_400_000;
/** Milliseconds between two looks at the log, and to the next one while events are held back. */
const relayInterval = 50;
const longestRelayPause = 1_000;
const gone = 410;
const userAgent = 'Shala-Webhooks/1.0 (Standard Webhooks)';

/** The webhooks of one node. */
export interface Webhooks extends Senders {
  readonly waiting: Waiting;
  /** When the oldest event happened that waits for a transaction that is still open; null where none waits. */
  readonly heldBackSince: Date | null;
  countWaiting(): Promise<void>;
  /** Queues what is new in the log. */
  relay(): Promise<void>;
}

export const webhooksOf = ownedState((app: App): Webhooks => {
  const underWay = new Map<string, number>();
  const count = (id: string, change: number) => underWay.set(id, (underWay.get(id) ?? 0) + change);
  const senders: Senders = createSenders<Claimed>(
    {
      ...{ what: 'webhooks', atOnce },
      // One at a time, since each claim counts for the next.
      async claim() {
        const busy = [...underWay].flatMap(([id, number]) => (number >= atOnceToEndpoint ? [id] : []));
        const claimed = await claimDelivery(app.database, busy);
        if (claimed) count(claimed.endpointId, 1);
        return { claimed: claimed ? [claimed] : [], isAll: !claimed };
      },
      async send(claimed, claimedAt) {
        try {
          await send(app, claimed, { claimedAt, ending: ending.signal });
        } finally {
          count(claimed.endpointId, -1);
          if (underWay.get(claimed.endpointId) === 0) underWay.delete(claimed.endpointId);
          // The next one of its session, or of its endpoint, may have waited for it.
          senders.wake();
        }
      },
      isAnyDue: (milliseconds) => isAnyDue(app.database, milliseconds),
    },
    app.log,
  );
  const relaying = createRelaying(app, senders.wake);
  // What has no answer yet when the node ends: other nodes send it once its claim has run out.
  const ending = new AbortController();
  let waiting: Waiting = { count: 0, oldestSeconds: 0, disabledEndpoints: 0 };
  return {
    ...senders,
    get underWay() {
      return senders.underWay;
    },
    get heldBackSince() {
      return relaying.heldBackSince;
    },
    get waiting() {
      return waiting;
    },
    async countWaiting() {
      waiting = await readWaiting(app.database);
    },
    relay: relaying.now,
    async idle() {
      await relaying.now();
      await senders.idle();
    },
    async stop() {
      await relaying.stop();
      await senders.stop();
      ending.abort();
    },
  };
});

/** Relays after each commit that appended to the log, and whenever it is asked; one relay at a time. */
function createRelaying(app: App, wake: () => void) {
  let running: Promise<void> | null = null;
  let isAsked = false;
  let hasEndpoints = true;
  let heldBackSince: Date | null = null;
  let timer: NodeJS.Timeout | null = null;
  let pause = relayInterval;
  let isStopping = false;

  async function run(): Promise<void> {
    while (isAsked && !isStopping) {
      isAsked = false;
      const relayed = await relay(app);
      hasEndpoints = relayed.hasEndpoints;
      if (hasEndpoints) wake();
      heldBackSince = relayed.heldBackSince;
      pause = heldBackSince ? Math.min(pause * 2, longestRelayPause) : relayInterval;
      if (heldBackSince) later();
    }
  }

  async function now(): Promise<void> {
    isAsked = true;
    while (isAsked && !isStopping) {
      running ??= run().finally(() => {
        running = null;
      });
      await running;
    }
  }

  function later(): void {
    if (timer || isStopping) return;
    timer = setTimeout(() => {
      timer = null;
      now().catch((error: unknown) => logFailure(app.log, error, 'could not queue webhooks'));
    }, pause);
    timer.unref();
  }

  // Without endpoints the log is not read; the periodic task finds the first one.
  const unsubscribe = app.events.onAppend(() => hasEndpoints && later());
  return {
    now,
    get heldBackSince() {
      return heldBackSince;
    },
    async stop() {
      isStopping = true;
      unsubscribe();
      if (timer) clearTimeout(timer);
      await running?.catch(() => {});
    },
  };
}

async function send(
  app: App,
  claimed: Claimed,
  { claimedAt, ending }: { claimedAt: number; ending: AbortSignal },
): Promise<void> {
  const startedAt = new Date();
  const began = performance.now();
  const result = await attempt(app, claimed, { startedAt, claimedAt, ending });
  if (!result || ending.aborted) return;
  const made: Attempt = {
    startedAt: startedAt.toISOString(),
    milliseconds: Math.round(performance.now() - began),
    ...('error' in result
      ? { status: null, answer: null, error: result.error }
      : { status: result.status, answer: result.body, error: null }),
  };
  const isTaken = made.status !== null && made.status >= 200 && made.status < 300;
  await writeOutcome(
    async () => {
      const outcome = await finish(app, claimed, { made, isTaken, answer: 'error' in result ? null : result });
      app.metrics.webhook(outcome.state === 'QUEUED' ? 'delayed' : outcome.state.toLowerCase());
    },
    (error) => logFailure(app.log, error, 'the outcome of a webhook could not be written', { id: claimed.id }),
  );
}

/** Null where nothing was sent, since the claim may run out before the endpoint answers: another sender claims it then. */
async function attempt(
  app: App,
  claimed: Claimed,
  { startedAt, claimedAt, ending }: { startedAt: Date; claimedAt: number; ending: AbortSignal },
): Promise<Answer | { error: string } | null> {
  const keys = signingKeys(app.env, claimed.endpoint);
  if (!keys) return { error: 'Its secret cannot be read, since JWT_SECRET is another one now: rotate the secret.' };
  const isLate = () => performance.now() - claimedAt > claimSeconds * 1000 - app.env.WEBHOOK_TIMEOUT;
  let payload: Payload;
  try {
    payload = await onceReachable(() => payloadOf(app, claimed), isLate);
  } catch (error) {
    logFailure(app.log, error, 'the body of a webhook could not be written', { id: claimed.id });
    return unavailability(error) ? null : { error: 'Its body could not be written.' };
  }
  // A process that was halted meanwhile would send it after later ones.
  if (isLate()) return null;
  try {
    const body = Buffer.from(JSON.stringify(payload));
    const signed = { id: claimed.id, seconds: String(Math.floor(startedAt.getTime() / 1000)) };
    return await postTo({
      url: claimed.endpoint.url,
      headers: {
        ...{ 'Content-Type': 'application/json', 'User-Agent': userAgent },
        ...{ 'webhook-id': signed.id, 'webhook-timestamp': signed.seconds },
        'webhook-signature': signatureHeader(keys, signed, body),
      },
      ...{ body, timeout: app.env.WEBHOOK_TIMEOUT, allowsPrivate: app.env.WEBHOOK_PRIVATE_ADDRESSES, signal: ending },
    });
  } catch (error) {
    const { message, code } = error as { message: string; code?: string };
    return { error: message || code || 'The request failed.' };
  }
}

function pauseOf({ failures }: Claimed, answer: Answer | null): number {
  const asked = Math.min((answer?.retryAfterSeconds ?? 0) * 1_000, pauses.longest);
  return Math.max(pauseAfter(failures + 1, pauses), asked);
}

interface Result {
  made: Attempt;
  isTaken: boolean;
  answer: Answer | null;
}

/** Writes the outcome; gives up what was tried for long enough, and an endpoint that is gone or takes nothing any more. */
function finish(app: App, claimed: Claimed, { made, isTaken, answer }: Result): Promise<Outcome> {
  return transaction(app.database, async (tx) => {
    if (isTaken) {
      await finishDelivery(tx, claimed, { state: 'SENT' }, made);
      return { state: 'SENT' };
    }
    const failingSince = claimed.failingSince ?? new Date(made.startedAt);
    const isGone = made.status === gone;
    // The last attempt is made at the end of the trial.
    const left = failingSince.getTime() + longestTrial - Date.now();
    const pauseMilliseconds = Math.min(pauseOf(claimed, answer), left);
    const outcome: Outcome = isGone || left <= 0 ? { state: 'FAILED' } : { state: 'QUEUED', pauseMilliseconds };
    const { id, endpointId, attempts } = claimed;
    if (outcome.state === 'FAILED') {
      const isClaimed = (await tx.webhookDelivery.count({ where: { id, attempts, state: 'QUEUED' } })) > 0;
      const isDead = isClaimed && (isGone || !(await tookAnySince(tx, endpointId, failingSince)));
      const reason = isGone
        ? 'It answered 410 Gone.'
        : `It took nothing for 3 days. The last attempt: ${made.error ?? `status ${made.status}`}.`;
      // Before the delivery: its row is locked first.
      if (isDead) await disableEndpoint(tx, app, endpointId, reason);
      app.log.error({ id, endpointId, attempts, status: made.status, reason: made.error }, 'a webhook was given up');
    }
    await finishDelivery(tx, claimed, outcome, made);
    return outcome;
  });
}
