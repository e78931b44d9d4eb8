import { Account, User } from '../accounts/schema.ts';
import type { Context } from '../context.ts';
import type { Pass as PassRow } from '../database/generated/client.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { Money } from '../sessions/schema.ts';
import { PassNotUsableError, PassStatusError } from './errors.ts';
import {
  allPasses,
  balanceOf,
  entriesByPass,
  type Owed,
  owedByHost,
  owedByStudio,
  passesByAccount,
  passesByHost,
  passesById,
} from './loaders.ts';
import { PassOffer, PassStart } from './offers/schema.ts';
import { passObstacles, refundableUntil, refundOf, statusOf } from './rules.ts';

const PassStatus = builder.enumType('PassStatus', {
  description: 'The state of a pass.',
  values: {
    PENDING: { description: 'Waits for its payment until `holdExpiresAt`.' },
    ACTIVE: { description: 'Paid, valid, and with something left. Its validity may begin with its first use.' },
    USED_UP: { description: 'Every credit is taken.' },
    EXPIRED: { description: 'Its validity is over.' },
    RETURNED: { description: 'Returned, with its unused part paid back.' },
    CANCELLED: { description: 'Not paid in time, or given up before it was paid.' },
  } as const,
});

const PassEntryKind = builder.enumType('PassEntryKind', {
  description: 'Why the balance of a pass changed.',
  values: {
    PURCHASE: { description: 'The pass was paid.' },
    USE: { description: 'A booking took seats.' },
    RETURN: { description: 'A cancelled booking gave seats back.' },
    REFUND: { description: 'The pass was returned, and what was left is paid back.' },
    EXPIRY: { description: 'The validity ended with something left.' },
    CORRECTION: { description: 'An admin corrected the balance.' },
  } as const,
});

const withBalance = async (pass: PassRow, context: Context) => ({
  ...pass,
  balance: await balanceOf(context).load(pass.id),
});

export const PassEntry =
  builder.objectRef<Awaited<ReturnType<typeof entriesByPass>>[number]['edges'][number]['node']>('PassEntry');

PassEntry.implement({
  description: 'A change of the balance of a pass. Entries are never changed or deleted; their sum is the balance.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PassEntryKind, description: 'Why the balance changed.' }),
    credits: t.exposeInt('credits', {
      description: 'What was added to the balance; negative for what was taken. Of an unlimited pass always 0.',
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'The reason that was given; null for none.' }),
    enteredAt: t.expose('enteredAt', { type: 'DateTime', description: 'When it happened.' }),
  }),
});

const PassEntryConnection = builder.connectionObject(
  { type: PassEntry, name: 'PassEntryConnection', description: 'A page of entries.' },
  { name: 'PassEntryEdge', description: 'An entry in a list.' },
);

export const Pass = nodeRef('Pass', passesById);

Pass.implement({
  description:
    'A pass that a person bought, under the terms that its offer had then. Visible to that person, to the host who sells it, and to admins.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'The person who bought it.', resolve: ({ accountId }) => accountId }),
    host: t.field({
      type: User,
      nullable: true,
      description: 'The host for whose sessions it is. Null for all sessions of the studio.',
      resolve: ({ hostId }) => hostId,
    }),
    offer: t.field({
      type: PassOffer,
      nullable: true,
      description: 'The offer as it is now. Null where the viewer may not see it any more.',
      resolve: ({ offerId }) => offerId,
    }),
    title: t.exposeString('title', { description: 'The title.' }),
    status: t.field({
      type: PassStatus,
      description: 'The present state.',
      resolve: async (pass, _args, context) => statusOf(await withBalance(pass, context)),
    }),
    credits: t.exposeInt('credits', {
      nullable: true,
      description: 'The number of seats that were bought; null for any number.',
    }),
    balance: t.int({
      nullable: true,
      description: 'The number of seats that are left: the sum of the ledger. Null for any number.',
      resolve: async ({ id, credits }, _args, context) => (credits === null ? null : balanceOf(context).load(id)),
    }),
    validDays: t.exposeInt('validDays', { description: 'For how many days it is valid.' }),
    startsWith: t.expose('startsWith', { type: PassStart, description: 'When the days of `validDays` begin.' }),
    validUntil: t.expose('validUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'It pays for sessions that begin before. Null until its validity begins.',
    }),
    tags: t.exposeStringList('tags', { description: 'It is for sessions with one of these tags; empty for all.' }),
    amount: t.field({
      type: Money,
      description: 'The price at which it was bought.',
      resolve: ({ amountMinor, currency }) => ({ amountMinor, currency }),
    }),
    refundPercent: t.exposeInt('refundPercent', {
      description: 'The part of the unused value, in percent, that is paid back if it is returned.',
    }),
    refundableUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'Until when returning the pass pays its owner `refundPercent` back. Null without a limit, which may begin with the payment or the first use.',
      resolve: refundableUntil,
    }),
    refundQuote: t.field({
      type: Money,
      description:
        'What would be paid back if its owner returned it now; an unlimited pass, once no confirmed booking is paid by it.',
      resolve: async (pass, _args, context) => ({
        amountMinor: refundOf(await withBalance(pass, context), false),
        currency: pass.currency,
      }),
    }),
    refund: t.field({
      type: Money,
      description: 'What went back of the price so far, or has to.',
      resolve: ({ refundMinor, currency }) => ({ amountMinor: refundMinor ?? 0, currency }),
    }),
    holdExpiresAt: t.expose('holdExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the purchase waits for its payment. Null once it is paid or given up.',
    }),
    boughtAt: t.expose('boughtAt', { type: 'DateTime', description: 'When it was bought.' }),
    paidAt: t.expose('paidAt', { type: 'DateTime', nullable: true, description: 'When it was paid. Null before.' }),
    ledger: t.loadable({
      type: PassEntryConnection,
      byPath: true,
      description: 'Every change of the balance, latest first.',
      complexity: pageCost,
      args: t.arg.connectionArgs(),
      load: async (ids: string[], context, page) => entriesByPass(ids, context, page),
      resolve: ({ id }) => id,
    }),
  }),
});

const PassObstacle = builder.enumType('PassObstacle', {
  description: 'Why a pass does not pay for a booking.',
  values: Object.fromEntries(
    passObstacles.map((name) => [name, { description: new PassNotUsableError(name).message }]),
  ) as Record<(typeof passObstacles)[number], { description: string }>,
});

builder.objectType(PassNotUsableError, {
  name: 'PassNotUsableError',
  description: 'The pass does not pay for this booking.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ reason: t.expose('reason', { type: PassObstacle, description: 'The cause.' }) }),
});
builder.objectType(PassStatusError, {
  name: 'PassStatusError',
  description: 'The pass’s present status does not allow this.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ status: t.expose('status', { type: PassStatus, description: 'The present status.' }) }),
});

const PassConnection = builder.connectionObject(
  { type: Pass, name: 'PassConnection', description: 'A page of passes.' },
  { name: 'PassEdge', description: 'A pass in a list.' },
);

const PassFilter = builder.inputType('PassFilter', {
  description: 'Selects the passes that meet every given condition.',
  fields: (t) => ({
    status: t.field({ type: [PassStatus], description: 'Passes with one of these statuses.' }),
    offerId: t.id({ description: 'Passes of this offer. ID of a PassOffer.' }),
    userId: t.id({ description: 'Passes that this person bought. ID of a User.' }),
    hostId: t.id({ description: 'Passes that this host sold. ID of a User.' }),
  }),
});

function localFilter(filter: typeof PassFilter.$inferInput | null | undefined) {
  const { status, offerId, userId, hostId } = filter ?? {};
  return {
    status: status ?? null,
    offerId: offerId == null ? null : localId('PassOffer', offerId, 'filter', 'offerId'),
    accountId: userId == null ? null : localId('User', userId, 'filter', 'userId'),
    hostId: hostId == null ? null : localId('User', hostId, 'filter', 'hostId'),
  };
}

const PassesOwed = builder.objectRef<Owed>('PassesOwed').implement({
  description: 'What active passes of one currency still promise.',
  fields: (t) => ({
    currency: t.exposeString('currency', { description: 'ISO 4217 code.' }),
    passes: t.exposeInt('passes', { description: 'Number of active passes.' }),
    credits: t.exposeInt('credits', {
      description: 'Seats that are still to be given, of passes with a number of seats.',
    }),
    amountMinor: t.expose('amount', {
      type: 'SafeInt',
      description:
        'What was paid for them, in minor units: the share of each price for its unused credits or, of an unlimited pass, for the whole days that are left; at most what is not refunded.',
    }),
  }),
});

const filterArgument = { type: PassFilter, description: 'Which passes; all where left out.' } as const;

builder.objectFields(Account, (t) => ({
  passes: t.loadable({
    type: PassConnection,
    byPath: true,
    description: 'Passes that this person bought, latest first.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg(filterArgument) },
    load: async (ids: string[], context, { filter, ...page }) =>
      passesByAccount(ids, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
  passesSold: t.loadable({
    type: PassConnection,
    byPath: true,
    description: 'Passes that this host sold, latest first.',
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg(filterArgument) },
    load: async (ids: string[], context, { filter, ...page }) => passesByHost(ids, context, localFilter(filter), page),
    resolve: ({ id }) => id,
  }),
  passesOwed: t.loadableList({
    type: PassesOwed,
    description: 'What the active passes that this host sold still promise, by currency.',
    load: (ids: string[], context) => owedByHost(ids, context),
    resolve: ({ id }) => id,
  }),
}));

builder.queryFields((t) => ({
  passes: t.field({
    type: PassConnection,
    description: 'All passes, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg(filterArgument) },
    resolve: (_root, { filter, ...page }, context) => allPasses(context, localFilter(filter), page),
  }),
  passesOwed: t.field({
    type: [PassesOwed],
    description: 'What all active passes still promise, by currency. Admins only.',
    authScopes: { admin: true },
    resolve: (_root, _args, context) => owedByStudio(context),
  }),
}));
