import type { DeliveryState as State } from '../database/generated/client.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../graphql/builder.ts';
import { globalId, localId } from '../graphql/global-ids.ts';
import { shownAs } from '../lifecycle/studio-events.ts';
import type { Attempt } from './deliveries.ts';
import { WebhookEndpointDisabledError } from './errors.ts';
import {
  allDeliveries,
  allEndpoints,
  type DeliveryFilter,
  deliveriesByEndpoint,
  deliveriesById,
  endpointState,
  endpointsById,
} from './loaders.ts';

export const WebhookEventKind = builder.enumType('WebhookEventKind', {
  description: 'Kinds of events that webhooks tell, as `studioEvents` has them.',
  values: {
    SESSIONS: { description: 'Sessions that are created, changed, handed over or deleted.' },
    BOOKINGS: { description: 'Bookings that are made or change.' },
    SEATS: {
      description: 'Seats that are taken or freed. A booking that takes a seat is sent once, as a BookingUpdate.',
    },
    PARTICIPANTS: {
      description: 'Participants who join, leave, change their presence, get another role, or begin or cease to vote.',
    },
    STORIES: { description: 'Changes of stories, and votes without their values.' },
    SERIES: { description: 'Series that are created, changed or ended.' },
    PASSES: { description: 'Passes that are bought, paid, used, returned or corrected, or that expire.' },
    DEVICES: { description: 'Sign-ins and the ends of device sessions.' },
    AUDIT: { description: 'Rows of the audit.' },
  } as const,
});

const WebhookDeliveryState = builder.enumType('WebhookDeliveryState', {
  description: 'The state of an event to one endpoint.',
  values: {
    QUEUED: { description: 'Waits to be sent, to be tried again, or for its endpoint to be enabled.' },
    SENT: { description: 'The endpoint answered with a status of 200 to 299.' },
    SKIPPED: { description: 'Left out by an admin who enabled the endpoint without what it had missed.' },
    FAILED: { description: 'Given up: tried in vain for three days, or answered with 410.' },
  } as const,
});

const WebhookAttempt = builder.objectRef<Attempt>('WebhookAttempt').implement({
  description: 'One attempt to deliver, and its answer.',
  fields: (t) => ({
    startedAt: t.field({
      type: 'DateTime',
      description: 'When it began.',
      resolve: ({ startedAt }) => new Date(startedAt),
    }),
    milliseconds: t.exposeInt('milliseconds', { description: 'How long it took.' }),
    status: t.exposeInt('status', {
      nullable: true,
      description: 'The status of the answer; null where there was none. Redirects are not followed.',
    }),
    answer: t.exposeString('answer', {
      nullable: true,
      description: 'The beginning of the answer’s body, at most 1,000 characters; null where there was no answer.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why there was no answer; null where there was one.',
    }),
  }),
});

export const WebhookEndpoint = nodeRef('WebhookEndpoint', endpointsById);

export const WebhookDelivery = nodeRef('WebhookDelivery', deliveriesById);

WebhookDelivery.implement({
  description:
    'An event to one endpoint. It is kept for 30 days after it was sent, skipped or given up; its body is not kept. Visible to admins.',
  fields: (t) => ({
    endpoint: t.field({
      type: WebhookEndpoint,
      description: 'The endpoint.',
      resolve: ({ endpointId }) => endpointId,
    }),
    webhookId: t.string({
      description:
        'The `webhook-id` that it is sent with, the same at every attempt: receivers recognise a repetition by it.',
      resolve: ({ id }) => id,
    }),
    type: t.string({
      description: 'The `type` of its body: the name of a type that implements `StudioEvent`.',
      resolve: ({ type, payload }) => shownAs({ type, ...(payload as object) }) ?? 'SessionUpdate',
    }),
    sessionId: t.id({
      nullable: true,
      description: 'ID of the Session that the event is about, which may be deleted; null if it is about none.',
      resolve: ({ sessionId }) => sessionId && globalId('Session', sessionId),
    }),
    state: t.expose('state', { type: WebhookDeliveryState, description: 'The present state.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When the event happened.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued.' }),
    attemptCount: t.exposeInt('attempts', { description: 'How often a node began to send it.' }),
    attempts: t.field({
      type: [WebhookAttempt],
      description: 'The latest attempts that ended, at most 20, latest first.',
      resolve: ({ log }) => log as unknown as Attempt[],
    }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the first attempt failed since it was queued last; null if none has. It is given up three days later.',
    }),
    nextAttemptAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When it is tried, at the earliest: not before those of its session that wait as well. Null unless `QUEUED`, and while its endpoint is disabled.',
      resolve: ({ state, nextAttemptAt }) =>
        state === 'QUEUED' && nextAttemptAt.getUTCFullYear() < 9999 ? nextAttemptAt : null,
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was sent, skipped or given up. Null while `QUEUED`.',
    }),
  }),
});

const WebhookDeliveryConnection = builder.connectionObject(
  { type: WebhookDelivery, name: 'WebhookDeliveryConnection', description: 'A page of deliveries.' },
  { name: 'WebhookDeliveryEdge', description: 'A delivery in a list.' },
);

const WebhookDeliveryFilter = builder.inputType('WebhookDeliveryFilter', {
  description: 'Selects the deliveries that meet every given condition.',
  fields: (t) => ({
    state: t.field({ type: [WebhookDeliveryState], description: 'Deliveries in one of these states.' }),
    endpointId: t.id({ description: 'Deliveries to this endpoint. ID of a WebhookEndpoint.' }),
    sessionId: t.id({ description: 'Deliveries of events of this session. ID of a Session.' }),
    from: t.field({ type: 'DateTime', description: 'Deliveries that were queued at this instant or later.' }),
    to: t.field({ type: 'DateTime', description: 'Deliveries that were queued before this instant.' }),
  }),
});

const filterDescription = 'Which deliveries; all where left out.';

function localFilter(filter: typeof WebhookDeliveryFilter.$inferInput | null | undefined): DeliveryFilter {
  const { endpointId, sessionId, ...others } = filter ?? {};
  return {
    ...others,
    state: (others.state ?? null) as State[] | null,
    endpointId: endpointId == null ? null : localId('WebhookEndpoint', endpointId, 'filter', 'endpointId'),
    sessionId: sessionId == null ? null : localId('Session', sessionId, 'filter', 'sessionId'),
  };
}

WebhookEndpoint.implement({
  description: 'A URL to which events of the studio are posted, as Standard Webhooks says. Visible to admins.',
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', description: 'Where events are posted to.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for; null if none is set.' }),
    kinds: t.field({
      type: [WebhookEventKind],
      description: 'The kinds of events that are sent.',
      resolve: ({ kinds }) => kinds as (typeof WebhookEventKind.$inferType)[],
    }),
    isEnabled: t.boolean({
      description: 'Whether events are sent.',
      resolve: ({ disabledAt }) => disabledAt === null,
    }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was disabled; null while it is enabled.',
    }),
    disabledReason: t.exposeString('disabledReason', {
      nullable: true,
      description:
        'Why it was disabled: by an admin, since it answered with 410, or since it took nothing for three days. Null while it is enabled.',
    }),
    previousSecretExpiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret before the last rotation signs as well; null where it does not.',
      resolve: ({ previousSecretUntil }) =>
        previousSecretUntil && previousSecretUntil > new Date() ? previousSecretUntil : null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    deliveries: t.loadable({
      type: WebhookDeliveryConnection,
      byPath: true,
      description: 'Its deliveries, latest first.',
      complexity: pageCost,
      args: {
        ...t.arg.connectionArgs(),
        filter: t.arg({ type: WebhookDeliveryFilter, description: filterDescription }),
      },
      load: async (ids: string[], context, { filter, ...page }) =>
        deliveriesByEndpoint(ids, context, localFilter(filter), page),
      resolve: ({ id }) => id,
    }),
  }),
});

builder.objectFields(WebhookEndpoint, (t) => ({
  waitingCount: t.int({
    description: 'How many deliveries wait.',
    resolve: async ({ id }, _args, context) => (await endpointState(context).load(id)).waitingCount,
  }),
  failingSince: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'Since when a delivery that waits has been failing; null if none does.',
    resolve: async ({ id }, _args, context) => (await endpointState(context).load(id)).failingSince,
  }),
  lastSentAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it took a delivery last; null if it took none lately.',
    resolve: async ({ id }, _args, context) => (await endpointState(context).load(id)).lastSentAt,
  }),
}));

builder.objectType(WebhookEndpointDisabledError, {
  name: 'WebhookEndpointDisabledError',
  description: 'The endpoint is disabled: nothing is sent to it.',
  interfaces: [UserErrorInterface],
});

const WebhookEndpointConnection = builder.connectionObject(
  { type: WebhookEndpoint, name: 'WebhookEndpointConnection', description: 'A page of endpoints.' },
  { name: 'WebhookEndpointEdge', description: 'An endpoint in a list.' },
);

builder.queryFields((t) => ({
  webhookEndpoints: t.field({
    type: WebhookEndpointConnection,
    description: 'All endpoints of webhooks, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: t.arg.connectionArgs(),
    resolve: (_root, page, context) => allEndpoints(context, page),
  }),
  webhookDeliveries: t.field({
    type: WebhookDeliveryConnection,
    description:
      'All deliveries of webhooks, latest first, as long as they are kept. `filter: { state: [FAILED] }` lists those that were given up. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: WebhookDeliveryFilter, description: filterDescription }) },
    resolve: (_root, { filter, ...page }, context) => allDeliveries(context, localFilter(filter), page),
  }),
}));
