import { NotCreatorError } from '../../accounts/errors.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { NotHostError } from '../../sessions/errors.ts';
import { MoneyInput } from '../../sessions/inputs.ts';
import { PassOffer, PassStart } from './schema.ts';
import { createOffer, updateOffer, withdrawOffer } from './service.ts';

const PassOfferInput = builder.inputType('PassOfferInput', {
  description: 'All terms of an offer.',
  fields: (t) => ({
    title: t.string({ required: true, description: '1 to 120 characters.' }),
    description: t.string({ description: 'At most 2,000 characters.' }),
    credits: t.int({ description: 'The number of seats: 1 to 1,000. Null for any number.' }),
    validDays: t.int({ required: true, description: 'For how many days the pass is valid: 1 to 3,650.' }),
    startsWith: t.field({
      type: PassStart,
      defaultValue: 'PURCHASE',
      description: 'When the days of `validDays` begin.',
    }),
    tags: t.stringList({ description: 'Only for sessions with one of these tags; at most 10. By default for all.' }),
    price: t.field({ type: MoneyInput, required: true, description: 'The price; a free pass is paid at once.' }),
    refundPercent: t.int({
      defaultValue: 0,
      description: 'The part of the unused value, in percent, that is paid back for a returned pass: 0 to 100.',
    }),
    refundDays: t.int({
      description:
        'For how many days after the payment a returned pass is paid back: 0 to 3,650. Null for as long as the pass is valid.',
    }),
  }),
});

const PassOfferResult = resultUnion('PassOfferResult', PassOffer, [
  NotFoundError,
  NotHostError,
  NotCreatorError,
  InvalidInputError,
]);

const reason = { description: 'At most 500 characters. Required from an admin who is not the host.' };

builder.mutationFields((t) => ({
  passOfferCreate: t.withAuth({ signedIn: true }).field({
    type: PassOfferResult,
    nullable: true,
    description:
      'Offers a pass for sale. Creators offer passes for their own sessions, admins for those of a host or of the whole studio.',
    args: {
      input: t.arg({ type: PassOfferInput, required: true, description: 'The terms.' }),
      hostId: t.arg.id({
        description:
          'For whose sessions. ID of a User. By default, of a creator, the viewer; of an admin, all sessions of the studio.',
      }),
    },
    resolve: (_root, { input, hostId }, context) =>
      createOffer(context, { ...input, hostId: hostId == null ? null : localId('User', hostId, 'hostId') }),
  }),
  passOfferUpdate: t.withAuth({ signedIn: true }).field({
    type: PassOfferResult,
    nullable: true,
    description:
      'Replaces the terms of an offer: every field that is left out gets its default. Passes that were sold keep the terms they were bought under. For its host, and for admins with a reason; the act of an admin is audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a PassOffer.' }),
      input: t.arg({ type: PassOfferInput, required: true, description: 'The new terms.' }),
      reason: t.arg.string(reason),
    },
    resolve: (_root, { id, input, reason = null }, context) =>
      updateOffer(context, { id: localId('PassOffer', id), input, reason }),
  }),
  passOfferWithdraw: t.withAuth({ signedIn: true }).field({
    type: PassOfferResult,
    nullable: true,
    description:
      'Takes an offer from sale. Passes that were sold stay valid. For its host, and for admins with a reason; the act of an admin is audited.',
    args: { id: t.arg.id({ required: true, description: 'ID of a PassOffer.' }), reason: t.arg.string(reason) },
    resolve: (_root, { id, reason = null }, context) =>
      withdrawOffer(context, { id: localId('PassOffer', id), reason, isOnSale: false }),
  }),
  passOfferRestore: t.withAuth({ signedIn: true }).field({
    type: PassOfferResult,
    nullable: true,
    description:
      'Puts a withdrawn offer back on sale. For its host, and for admins with a reason; the act of an admin is audited.',
    args: { id: t.arg.id({ required: true, description: 'ID of a PassOffer.' }), reason: t.arg.string(reason) },
    resolve: (_root, { id, reason = null }, context) =>
      withdrawOffer(context, { id: localId('PassOffer', id), reason, isOnSale: true }),
  }),
}));
