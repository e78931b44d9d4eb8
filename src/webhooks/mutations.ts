import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { globalId, localId } from '../graphql/global-ids.ts';
import { WebhookEndpointDisabledError } from './errors.ts';
import { WebhookDelivery, WebhookEndpoint, WebhookEventKind } from './schema.ts';
import {
  createEndpoint,
  deleteEndpoint,
  disableEndpointByAdmin,
  type EndpointWithSecret,
  enableEndpoint,
  rotateSecret,
  sendAgain,
  updateEndpoint,
} from './service.ts';

const urlDescription =
  'An https URL whose host has public addresses alone; both are checked at each attempt. Without a fragment.';

const WebhookEndpointCreateInput = builder.inputType('WebhookEndpointCreateInput', {
  description: 'A new endpoint.',
  fields: (t) => ({
    url: t.field({ type: 'URL', required: true, description: urlDescription }),
    kinds: t.field({
      type: [WebhookEventKind],
      required: true,
      description: 'The kinds of events to send: at least one.',
    }),
    description: t.string({ description: 'What it is for: at most 200 characters.' }),
  }),
});

const WebhookEndpointUpdateInput = builder.inputType('WebhookEndpointUpdateInput', {
  description: 'Changes to an endpoint. Omitted fields keep their values, and null clears a nullable one.',
  fields: (t) => ({
    url: t.field({ type: 'URL', description: `${urlDescription} What waits goes there as well.` }),
    kinds: t.field({
      type: [WebhookEventKind],
      description: 'The kinds of events to send: at least one. What waits is sent all the same.',
    }),
    description: t.string({ description: 'What it is for: at most 200 characters.' }),
  }),
});

const WebhookEndpointSecretPayload = builder.objectRef<EndpointWithSecret>('WebhookEndpointSecretPayload').implement({
  description: 'An endpoint with its new secret.',
  fields: (t) => ({
    endpoint: t.field({ type: WebhookEndpoint, description: 'The endpoint.', resolve: ({ endpoint }) => endpoint }),
    secret: t.exposeString('secret', {
      description: 'The secret, `whsec_` and base64, that verifies what is sent. It is shown this once.',
    }),
  }),
});

const WebhookEndpointDeletePayload = builder.objectRef<{ id: string }>('WebhookEndpointDeletePayload').implement({
  description: 'The endpoint is gone, with its deliveries.',
  fields: (t) => ({
    webhookEndpointId: t.id({
      description: 'ID that the WebhookEndpoint had.',
      resolve: ({ id }) => globalId('WebhookEndpoint', id),
    }),
  }),
});

const WebhookEndpointCreateResult = resultUnion('WebhookEndpointCreateResult', WebhookEndpointSecretPayload, [
  InvalidInputError,
]);
const WebhookEndpointRotateSecretResult = resultUnion(
  'WebhookEndpointRotateSecretResult',
  WebhookEndpointSecretPayload,
  [NotFoundError, InvalidInputError],
);
const WebhookEndpointResult = resultUnion('WebhookEndpointResult', WebhookEndpoint, [NotFoundError, InvalidInputError]);
const WebhookEndpointDeleteResult = resultUnion('WebhookEndpointDeleteResult', WebhookEndpointDeletePayload, [
  NotFoundError,
  InvalidInputError,
]);
const WebhookDeliveryResult = resultUnion('WebhookDeliveryResult', WebhookDelivery, [
  NotFoundError,
  WebhookEndpointDisabledError,
  InvalidInputError,
]);

const ofEndpoint = 'ID of a WebhookEndpoint.';
const why = 'Why, for the audit; 1 to 500 characters.';

builder.mutationFields((t) => ({
  webhookEndpointCreate: t.withAuth({ admin: true }).field({
    type: WebhookEndpointCreateResult,
    nullable: true,
    description:
      'Registers an endpoint, to which events are posted from now on. A studio has at most 50. Admins only; audited.',
    args: {
      input: t.arg({ type: WebhookEndpointCreateInput, required: true, description: 'The new endpoint.' }),
      reason: t.arg.string({ required: true, description: why }),
    },
    resolve: (_root, { input, reason }, context) => createEndpoint(context, input, reason),
  }),
  webhookEndpointUpdate: t.withAuth({ admin: true }).field({
    type: WebhookEndpointResult,
    nullable: true,
    description: 'Changes an endpoint. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: ofEndpoint }),
      input: t.arg({ type: WebhookEndpointUpdateInput, required: true, description: 'The changes.' }),
      reason: t.arg.string({ required: true, description: why }),
    },
    resolve: (_root, { id, input, reason }, context) =>
      updateEndpoint(context, { id: localId('WebhookEndpoint', id), reason }, input),
  }),
  webhookEndpointEnable: t.withAuth({ admin: true }).field({
    type: WebhookEndpointResult,
    nullable: true,
    description:
      'Enables an endpoint. What waits is sent at once, then what happened while it was disabled, as far as the log reaches back: 30 days. On an enabled endpoint, what waits is tried at once. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: ofEndpoint }),
      skipMissed: t.arg.boolean({
        defaultValue: false,
        description: 'Whether to leave out what waits and what happened meanwhile.',
      }),
      reason: t.arg.string({ required: true, description: why }),
    },
    resolve: (_root, { id, skipMissed, reason }, context) =>
      enableEndpoint(context, { id: localId('WebhookEndpoint', id), skipMissed: skipMissed ?? false, reason }),
  }),
  webhookEndpointDisable: t.withAuth({ admin: true }).field({
    type: WebhookEndpointResult,
    nullable: true,
    description: 'Stops sending to an endpoint. What waits stays until it is enabled. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: ofEndpoint }),
      reason: t.arg.string({ required: true, description: why }),
    },
    resolve: (_root, { id, reason }, context) =>
      disableEndpointByAdmin(context, { id: localId('WebhookEndpoint', id), reason }),
  }),
  webhookEndpointDelete: t.withAuth({ admin: true }).field({
    type: WebhookEndpointDeleteResult,
    nullable: true,
    description: 'Deletes an endpoint with its deliveries. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: ofEndpoint }),
      reason: t.arg.string({ required: true, description: why }),
    },
    resolve: async (_root, { id, reason }, context) => ({
      id: await deleteEndpoint(context, { id: localId('WebhookEndpoint', id), reason }),
    }),
  }),
  webhookEndpointRotateSecret: t.withAuth({ admin: true }).field({
    type: WebhookEndpointRotateSecretResult,
    nullable: true,
    description:
      'Gives an endpoint a new secret. Meanwhile the present one signs as well, so that the receiver can change without losing anything. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: ofEndpoint }),
      previousValidHours: t.arg.int({
        defaultValue: 24,
        description: 'For how many hours the present secret signs as well: 0 to 168; 0 for a secret that has leaked.',
      }),
      reason: t.arg.string({ required: true, description: why }),
    },
    resolve: (_root, { id, previousValidHours, reason }, context) =>
      rotateSecret(context, {
        ...{ id: localId('WebhookEndpoint', id), reason },
        previousValidHours: previousValidHours ?? 24,
      }),
  }),
  webhookDeliverySendAgain: t.withAuth({ admin: true }).field({
    type: WebhookDeliveryResult,
    nullable: true,
    description:
      'Sends a delivery again, whatever its state, under the same `webhook-id`; one that waits is tried at once. Later ones of its session wait for it. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a WebhookDelivery.' }),
      reason: t.arg.string({ required: true, description: why }),
    },
    resolve: (_root, { id, reason }, context) => sendAgain(context, { id: localId('WebhookDelivery', id), reason }),
  }),
}));
