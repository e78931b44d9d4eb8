import { Account, User } from '../accounts/schema.ts';
import type { PromotionUse as PromotionUseRow } from '../database/generated/client.ts';
import { builder, nodeRef, pageCost, UserErrorInterface } from '../graphql/builder.ts';
import { Money, Session } from '../sessions/schema.ts';
import { PromotionCodeTakenError, PromotionNotUsableError } from './errors.ts';
import { allPromotions, promotionsByHost, promotionsById, useCounts, usesByCode } from './loaders.ts';
import { promotionObstacles } from './rules.ts';

export const PromotionUse = builder.objectRef<PromotionUseRow>('PromotionUse').implement({
  description: 'A booking whose price a promotion code lowered.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'The person who booked.', resolve: ({ accountId }) => accountId }),
    discount: t.field({
      type: Money,
      description: 'By how much the price was lowered at booking.',
      resolve: ({ discountMinor, currency }) => ({ amountMinor: discountMinor, currency }),
    }),
    usedAt: t.expose('usedAt', { type: 'DateTime', description: 'When it was used.' }),
    returnedAt: t.expose('returnedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the use was given back, so that it no longer counts. Null while it counts.',
    }),
  }),
});

const PromotionUseConnection = builder.connectionObject(
  { type: PromotionUse, name: 'PromotionUseConnection', description: 'A page of uses.' },
  { name: 'PromotionUseEdge', description: 'A use in a list.' },
);

export const PromotionCode = nodeRef('PromotionCode', promotionsById);

PromotionCode.implement({
  description: 'A code that lowers the price of bookings. Visible to its host and admins.',
  fields: (t) => ({
    host: t.field({
      type: User,
      nullable: true,
      description: 'The host for whose sessions it is. Null for all sessions of the studio.',
      resolve: ({ hostId }) => hostId,
    }),
    code: t.exposeString('code', { description: 'The code. Case makes no difference.' }),
    percent: t.exposeInt('percent', {
      nullable: true,
      description: 'By how many percent it lowers the price of all seats, rounded down. Null where `amount` is given.',
    }),
    amount: t.field({
      type: Money,
      nullable: true,
      description: 'By how much it lowers the price of all seats, at most to 0. Null where `percent` is given.',
      resolve: ({ amountMinor, currency }) =>
        amountMinor === null || currency === null ? null : { amountMinor, currency },
    }),
    maxUses: t.exposeInt('maxUses', { nullable: true, description: 'How often it may be used. Null for no limit.' }),
    maxUsesPerPerson: t.exposeInt('maxUsesPerPerson', {
      nullable: true,
      description: 'How often one person may use it. Null for no limit.',
    }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'From when it can be used. Null for at once.',
    }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it can be used. Null for no end.',
    }),
    tags: t.exposeStringList('tags', { description: 'It is for sessions with one of these tags; empty for all.' }),
    sessions: t.field({
      type: [Session],
      description: 'It is for these sessions, without those that were deleted; see `isForSessions`.',
      resolve: async ({ sessionIds }, _args, context) => {
        const found = await Session.getDataloader(context).loadMany(sessionIds);
        return found.flatMap((one) => (one === null || one instanceof Error ? [] : one));
      },
    }),
    isForSessions: t.boolean({
      description: 'Whether it is for `sessions` alone. False where it is for all, so that `sessions` is empty.',
      resolve: ({ sessionIds }) => sessionIds.length > 0,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was disabled. Null while it can be used.',
    }),
    useCount: t.loadable({
      type: 'Int',
      description: 'How many uses count: those that were not given back.',
      load: (ids: string[], context) => useCounts(ids, context),
      resolve: ({ id }) => id,
    }),
    uses: t.loadable({
      type: PromotionUseConnection,
      byPath: true,
      description: 'The bookings that used it, latest first, with those that gave it back.',
      complexity: pageCost,
      args: t.arg.connectionArgs(),
      load: async (ids: string[], context, page) => usesByCode(ids, context, page),
      resolve: ({ id }) => id,
    }),
  }),
});

const PromotionObstacle = builder.enumType('PromotionObstacle', {
  description: 'Why a promotion code does not lower the price of a booking.',
  values: Object.fromEntries(
    promotionObstacles.map((name) => [name, { description: new PromotionNotUsableError(name).message }]),
  ) as Record<(typeof promotionObstacles)[number], { description: string }>,
});

builder.objectType(PromotionNotUsableError, {
  name: 'PromotionNotUsableError',
  description: 'The promotion code does not lower the price of this booking.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ reason: t.expose('reason', { type: PromotionObstacle, description: 'The cause.' }) }),
});
builder.objectType(PromotionCodeTakenError, {
  name: 'PromotionCodeTakenError',
  description: 'The host, or the studio, has another code that is spelt alike.',
  interfaces: [UserErrorInterface],
});

const PromotionCodeConnection = builder.connectionObject(
  { type: PromotionCode, name: 'PromotionCodeConnection', description: 'A page of promotion codes.' },
  { name: 'PromotionCodeEdge', description: 'A promotion code in a list.' },
);

builder.objectField(Account, 'promotionCodes', (t) =>
  t.loadable({
    type: PromotionCodeConnection,
    byPath: true,
    description: 'The promotion codes for the sessions of this host, latest first.',
    complexity: pageCost,
    args: t.arg.connectionArgs(),
    load: async (ids: string[], context, page) => promotionsByHost(ids, context, page),
    resolve: ({ id }) => id,
  }),
);

builder.queryField('promotionCodes', (t) =>
  t.field({
    type: PromotionCodeConnection,
    description: 'All promotion codes, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: t.arg.connectionArgs(),
    resolve: (_root, page, context) => allPromotions(context, page),
  }),
);
