import { NotCreatorError } from '../accounts/errors.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { MoneyInput } from '../sessions/inputs.ts';
import { PromotionCodeTakenError } from './errors.ts';
import { PromotionCode } from './schema.ts';
import { createPromotion, switchPromotion, updatePromotion } from './service.ts';

const PromotionCodeInput = builder.inputType('PromotionCodeInput', {
  description: 'All terms of a promotion code. Gives either `percent` or `amount`.',
  fields: (t) => ({
    code: t.string({
      required: true,
      description: '3 to 40 letters, digits, hyphens and underscores. Case makes no difference.',
    }),
    percent: t.int({ description: 'By how many percent it lowers the price of all seats: 1 to 100.' }),
    amount: t.field({ type: MoneyInput, description: 'By how much it lowers the price of all seats, at most to 0.' }),
    maxUses: t.int({ description: 'How often it may be used, from 1. Null for no limit.' }),
    maxUsesPerPerson: t.int({ description: 'How often one person may use it, from 1. Null for no limit.' }),
    startsAt: t.field({ type: 'DateTime', description: 'From when it can be used. Null for at once.' }),
    endsAt: t.field({ type: 'DateTime', description: 'Until when it can be used. Null for no end.' }),
    tags: t.stringList({ description: 'Only for sessions with one of these tags; at most 10. By default for all.' }),
    sessionIds: t.idList({ description: 'Only for these sessions, at most 50. By default for all. IDs of Sessions.' }),
  }),
});

const PromotionCodeResult = resultUnion('PromotionCodeResult', PromotionCode, [
  NotFoundError,
  NotCreatorError,
  PromotionCodeTakenError,
  InvalidInputError,
]);

const localInput = ({ sessionIds, ...input }: typeof PromotionCodeInput.$inferInput) => ({
  ...input,
  sessionIds: sessionIds?.map((id) => localId('Session', id, 'sessionIds')) ?? null,
});

const reason = { description: 'At most 500 characters. Required from an admin who is not the host.' };
const idArgument = { required: true, description: 'ID of a PromotionCode.' } as const;

builder.mutationFields((t) => ({
  promotionCodeCreate: t.withAuth({ signedIn: true }).field({
    type: PromotionCodeResult,
    nullable: true,
    description:
      'Makes a promotion code. Creators make codes for their own sessions, admins for those of a host or of the whole studio.',
    args: {
      input: t.arg({ type: PromotionCodeInput, required: true, description: 'The terms.' }),
      hostId: t.arg.id({
        description:
          'For whose sessions. ID of a User. By default, of a creator, the viewer; of an admin, all sessions of the studio.',
      }),
    },
    resolve: (_root, { input, hostId }, context) =>
      createPromotion(context, {
        input: localInput(input),
        hostId: hostId == null ? null : localId('User', hostId, 'hostId'),
      }),
  }),
  promotionCodeUpdate: t.withAuth({ signedIn: true }).field({
    type: PromotionCodeResult,
    nullable: true,
    description:
      'Replaces the terms of a promotion code: every field that is left out gets its default. Bookings that used it keep their discount. For its host, and for admins with a reason; the act of an admin is audited.',
    args: {
      id: t.arg.id(idArgument),
      input: t.arg({ type: PromotionCodeInput, required: true, description: 'The new terms.' }),
      reason: t.arg.string(reason),
    },
    resolve: (_root, { id, input, reason = null }, context) =>
      updatePromotion(context, { id: localId('PromotionCode', id), input: localInput(input), reason }),
  }),
  promotionCodeDisable: t.withAuth({ signedIn: true }).field({
    type: PromotionCodeResult,
    nullable: true,
    description:
      'Disables a promotion code. Bookings that used it keep their discount. For its host, and for admins with a reason; the act of an admin is audited.',
    args: { id: t.arg.id(idArgument), reason: t.arg.string(reason) },
    resolve: (_root, { id, reason = null }, context) =>
      switchPromotion(context, { id: localId('PromotionCode', id), reason, isEnabled: false }),
  }),
  promotionCodeEnable: t.withAuth({ signedIn: true }).field({
    type: PromotionCodeResult,
    nullable: true,
    description:
      'Enables a disabled promotion code again. For its host, and for admins with a reason; the act of an admin is audited.',
    args: { id: t.arg.id(idArgument), reason: t.arg.string(reason) },
    resolve: (_root, { id, reason = null }, context) =>
      switchPromotion(context, { id: localId('PromotionCode', id), reason, isEnabled: true }),
  }),
}));
