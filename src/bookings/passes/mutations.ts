import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { PassNotReturnableError, PassStatusError } from '../../passes/errors.ts';
import { Pass } from '../../passes/schema.ts';
import { returnPass } from './return.ts';

const PassReturnResult = resultUnion('PassReturnResult', Pass, [
  NotFoundError,
  PassStatusError,
  PassNotReturnableError,
  InvalidInputError,
]);

builder.mutationField('passReturn', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: PassReturnResult,
    nullable: true,
    description:
      'Returns an active pass: its unused part is paid back, to its owner by its terms (`refundQuote`), and in full where the host or an admin returns it. Bookings that it paid for stay; an unlimited pass is returned once they are cancelled. Gives up a pending purchase. For its owner, its host, and for admins with a reason; the act of an admin is audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Pass.' }),
      reason: t.arg.string({ description: 'At most 500 characters. Required from an admin who is not the host.' }),
    },
    resolve: (_root, { id, reason }, context) => returnPass(context, localId('Pass', id), reason ?? null),
  }),
);
