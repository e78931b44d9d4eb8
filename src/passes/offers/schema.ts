import { Account, User } from '../../accounts/schema.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { Money, Session } from '../../sessions/schema.ts';
import { PassOfferClosedError } from '../errors.ts';
import { offersByHost, offersById, offersForSession, offersOnSale } from './loaders.ts';

export const PassStart = builder.enumType('PassStart', {
  description: 'When the validity of a pass begins.',
  values: {
    PURCHASE: { description: 'When the pass is paid.' },
    FIRST_USE: {
      description: 'When it pays for a booking for the first time; it stays begun if that booking is cancelled.',
    },
  } as const,
});

export const PassOffer = nodeRef('PassOffer', offersById);

PassOffer.implement({
  description:
    'A pass for sale: so many seats, or any number, in sessions of one host or of the whole studio. Visible to everybody while it is for sale; later to its host and admins. A change leaves passes that were sold as they are.',
  fields: (t) => ({
    host: t.field({
      type: User,
      nullable: true,
      description: 'The host for whose sessions it is, and who gets its money. Null for all sessions of the studio.',
      resolve: ({ hostId }) => hostId,
    }),
    title: t.exposeString('title', { description: '1 to 120 characters.' }),
    description: t.exposeString('description', { nullable: true, description: 'Null where there is none.' }),
    credits: t.exposeInt('credits', { nullable: true, description: 'The number of seats; null for any number.' }),
    validDays: t.exposeInt('validDays', { description: 'For how many days the pass is valid.' }),
    startsWith: t.expose('startsWith', { type: PassStart, description: 'When the days of `validDays` begin.' }),
    tags: t.exposeStringList('tags', {
      description: 'The pass is for sessions with one of these tags; empty for all sessions.',
    }),
    price: t.field({
      type: Money,
      description: 'The price of the pass.',
      resolve: ({ priceMinor, currency }) => ({ amountMinor: priceMinor, currency }),
    }),
    refundPercent: t.exposeInt('refundPercent', {
      description:
        'The part of the unused value, in percent, that is paid back for a returned pass: the price’s share of the unused credits or, of an unlimited pass, of the whole days that are left. 0 for none.',
    }),
    refundDays: t.exposeInt('refundDays', {
      nullable: true,
      description: 'For how many days after the payment a returned pass is paid back. Null as long as it is valid.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was offered.' }),
    withdrawnAt: t.expose('withdrawnAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken from sale. Null while it is for sale.',
    }),
  }),
});

builder.objectType(PassOfferClosedError, {
  name: 'PassOfferClosedError',
  description: 'The pass is not for sale, or not to the viewer.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ reason: t.exposeString('reason', { description: 'The cause, as a sentence for people.' }) }),
});

const PassOfferConnection = builder.connectionObject(
  { type: PassOffer, name: 'PassOfferConnection', description: 'A page of offers.' },
  { name: 'PassOfferEdge', description: 'An offer in a list.' },
);

builder.objectField(Account, 'passOffers', (t) =>
  t.loadable({
    type: PassOfferConnection,
    byPath: true,
    description: 'The passes that this host offers, latest first, with those that were withdrawn.',
    complexity: pageCost,
    args: t.arg.connectionArgs(),
    load: async (ids: string[], context, page) => offersByHost(ids, context, page),
    resolve: ({ id }) => id,
  }),
);

builder.objectField(Session, 'passOffers', (t) =>
  t.field({
    type: [PassOffer],
    description:
      'Passes for sale that pay for a seat in this session, cheapest first, at most 50. Empty in a free session.',
    resolve: (session, _args, context) => offersForSession(context).load(session),
  }),
);

builder.queryField('passOffers', (t) =>
  t.field({
    type: PassOfferConnection,
    description: 'Passes for sale, latest first.',
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      hostId: t.arg.id({ description: 'Only the offers of this host. ID of a User.' }),
      includeWithdrawn: t.arg.boolean({
        defaultValue: false,
        description:
          'Also what was withdrawn, and offers of suspended hosts. Without effect for people who are no admins.',
      }),
    },
    resolve: (_root, { hostId, includeWithdrawn, ...page }, context) => {
      const filter = { hostId: hostId == null ? null : localId('User', hostId, 'hostId') };
      return offersOnSale(context, { ...filter, includeWithdrawn: includeWithdrawn ?? false }, page);
    },
  }),
);
