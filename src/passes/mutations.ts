import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { NotHostError } from '../sessions/errors.ts';
import { correctPass } from './correct.ts';
import { PassOfferClosedError, PassStatusError } from './errors.ts';
import { buyPass, confirmPass } from './purchase.ts';
import { Pass } from './schema.ts';

const PassBuyInput = builder.inputType('PassBuyInput', {
  description: 'The purchase of a pass.',
  fields: (t) => ({
    offerId: t.id({ required: true, description: 'What to buy. ID of a PassOffer.' }),
    idempotencyKey: t.string({
      description:
        'A key of the client’s choice, 1 to 100 characters. A retry with the same key returns the pass of the first try. The same key with another offer is refused.',
    }),
  }),
});

const PassCorrectInput = builder.inputType('PassCorrectInput', {
  description: 'A correction of a pass. Gives `credits`, `validUntil` or both.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'ID of a Pass.' }),
    credits: t.int({
      description: 'What to add to the balance, from -1,000 to 1,000; negative to take. At most the balance is taken.',
    }),
    validUntil: t.field({
      type: 'DateTime',
      description:
        'Another end, in the future. It makes a pass that has ended valid again; what was left at its end stays lost.',
    }),
    reason: t.string({ required: true, description: 'The reason, for the ledger and the audit; 1 to 500 characters.' }),
  }),
});

const PassBuyResult = resultUnion('PassBuyResult', Pass, [NotFoundError, PassOfferClosedError, InvalidInputError]);
const PassConfirmResult = resultUnion('PassConfirmResult', Pass, [
  NotFoundError,
  NotHostError,
  PassStatusError,
  InvalidInputError,
]);
const PassCorrectResult = resultUnion('PassCorrectResult', Pass, [NotFoundError, PassStatusError, InvalidInputError]);

builder.mutationFields((t) => ({
  passBuy: t.withAuth({ signedIn: true }).field({
    type: PassBuyResult,
    nullable: true,
    description:
      'Buys a pass for the viewer. It is pending for 30 minutes, until it is paid or the host confirms it; a free one is paid at once.',
    args: { input: t.arg({ type: PassBuyInput, required: true, description: 'The purchase.' }) },
    resolve: (_root, { input }, context) =>
      buyPass(context, { ...input, offerId: localId('PassOffer', input.offerId, 'offerId') }),
  }),
  passConfirm: t.withAuth({ signedIn: true }).field({
    type: PassConfirmResult,
    nullable: true,
    description:
      'Confirms that a pass is paid: a pending one, or one whose hold has run out. For its host, and for admins with a reason; the act of an admin is audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Pass.' }),
      reason: t.arg.string({ description: 'At most 500 characters. Required from an admin who is not the host.' }),
    },
    resolve: (_root, { id, reason }, context) => confirmPass(context, localId('Pass', id), reason ?? null),
  }),
  passCorrect: t.withAuth({ admin: true }).field({
    type: PassCorrectResult,
    nullable: true,
    description: 'Corrects the balance or the end of a paid pass. Admins only; audited.',
    args: { input: t.arg({ type: PassCorrectInput, required: true, description: 'The correction.' }) },
    resolve: (_root, { input }, context) => correctPass(context, { ...input, id: localId('Pass', input.id) }),
  }),
}));
