import { Account } from '../accounts/schema.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { NotificationDeliveryStateError } from './errors.ts';
import { kinds } from './kinds.ts';
import { allDeliveries, deliveriesById, type Setting, settingsByAccount } from './loaders.ts';

export const NotificationKind = builder.enumType('NotificationKind', {
  description: 'What people are told by mail.',
  values: Object.fromEntries(kinds.map(({ name, description }) => [name, { description }])) as Record<
    string,
    { description: string }
  >,
});

const DeliveryState = builder.enumType('NotificationDeliveryState', {
  description: 'The state of a mail to one person.',
  values: {
    QUEUED: { description: 'Waits to be sent, or to be tried again.' },
    SENT: { description: 'Accepted by the mail server.' },
    SKIPPED: { description: 'Not sent, since it was no longer true or of use, or the person switched it off.' },
    FAILED: { description: 'Given up: refused for good, or tried in vain for as long as it was of use.' },
  } as const,
});

const NotificationSetting = builder.objectRef<Setting>('NotificationSetting').implement({
  description: 'What a person has chosen for one kind of notification.',
  fields: (t) => ({
    kind: t.expose('kind', { type: NotificationKind, description: 'The kind.' }),
    byMail: t.exposeBoolean('byMail', { description: 'Whether the person is told by mail.' }),
    canSwitchOff: t.exposeBoolean('canSwitchOff', {
      description: 'False for mails that protect the account, which cannot be switched off.',
    }),
  }),
});

builder.objectField(Account, 'notificationSettings', (t) =>
  t.loadableList({
    type: NotificationSetting,
    description: 'What this person is told by mail, one setting for every kind.',
    load: (ids: string[], context) => settingsByAccount(ids, context),
    resolve: ({ id }) => id,
  }),
);

export const NotificationDelivery = nodeRef('NotificationDelivery', deliveriesById);

NotificationDelivery.implement({
  description: 'A mail to one person, as far as its sending goes; its text is not kept. Visible to admins.',
  fields: (t) => ({
    account: t.field({
      type: Account,
      nullable: true,
      description: 'The person. Null for a password reset whose login was not looked up yet.',
      resolve: ({ accountId }) => accountId,
    }),
    kind: t.expose('kind', { type: NotificationKind, description: 'The kind of the notification.' }),
    state: t.expose('state', { type: DeliveryState, description: 'The present state.' }),
    attempts: t.exposeInt('attempts', { description: 'How often a node began to send it.' }),
    lastError: t.exposeString('error', {
      nullable: true,
      description: 'Why the last attempt failed, or why it was skipped. Null where neither happened.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When its cause happened.' }),
    nextAttemptAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a node may try to send it, at the earliest. Null unless `QUEUED`.',
      resolve: ({ state, nextAttemptAt }) => (state === 'QUEUED' ? nextAttemptAt : null),
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was sent, skipped or given up. Null while `QUEUED`.',
    }),
  }),
});

builder.objectType(NotificationDeliveryStateError, {
  name: 'NotificationDeliveryStateError',
  description: 'The delivery’s present state does not allow this.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ state: t.expose('state', { type: DeliveryState, description: 'The present state.' }) }),
});

const NotificationDeliveryConnection = builder.connectionObject(
  { type: NotificationDelivery, name: 'NotificationDeliveryConnection', description: 'A page of deliveries.' },
  { name: 'NotificationDeliveryEdge', description: 'A delivery in a list.' },
);

const NotificationDeliveryFilter = builder.inputType('NotificationDeliveryFilter', {
  description: 'Selects the deliveries that meet every given condition.',
  fields: (t) => ({
    state: t.field({ type: [DeliveryState], description: 'Deliveries in one of these states.' }),
    kind: t.field({ type: [NotificationKind], description: 'Deliveries of one of these kinds.' }),
    accountId: t.id({ description: 'Deliveries to this person. ID of an Account.' }),
    from: t.field({ type: 'DateTime', description: 'Deliveries whose cause happened at this instant or later.' }),
    to: t.field({ type: 'DateTime', description: 'Deliveries whose cause happened before this instant.' }),
  }),
});

builder.queryField('notificationDeliveries', (t) =>
  t.field({
    type: NotificationDeliveryConnection,
    description:
      'All mails, latest first, as long as their records are kept. `filter: { state: [FAILED] }` lists those that were given up. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: NotificationDeliveryFilter, description: 'Which deliveries; all where left out.' }),
    },
    resolve: (_root, { filter, ...page }, context) => {
      const accountId = filter?.accountId == null ? null : localId('Account', filter.accountId, 'filter', 'accountId');
      return allDeliveries(context, { ...filter, accountId }, page);
    },
  }),
);
