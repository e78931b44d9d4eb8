import { InvalidCredentialsError } from '../accounts/errors.ts';
import { InvalidInputError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { globalId } from '../graphql/global-ids.ts';
import { deleteAccount } from './deletion.ts';
import { exportAccount } from './export.ts';

const AccountDeletePayload = builder.objectRef<{ deletedId: string }>('AccountDeletePayload').implement({
  description: 'The account is gone, and its devices are signed out.',
  fields: (t) => ({
    deletedId: t.id({
      description: 'ID that the Account had.',
      resolve: ({ deletedId }) => globalId('Account', deletedId),
    }),
  }),
});

const AccountDeleteResult = resultUnion('AccountDeleteResult', AccountDeletePayload, [
  InvalidCredentialsError,
  InvalidInputError,
]);

builder.queryField('accountExport', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: 'JSON',
    description:
      'Everything that is kept about the viewer, to save as a file: profile, devices, hosted sessions and series, bookings and their payments, attendance, practice, sequences, votes, and the audit’s rows by and about them. Of other people it names public profiles only. IDs in it are those of the database.',
    // One of them is as much as a request may ask for.
    complexity: 15_000,
    resolve: (_root, _args, context) => exportAccount(context),
  }),
);

builder.mutationField('accountDelete', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: AccountDeleteResult,
    nullable: true,
    description:
      'Deletes the viewer’s account for good: cancels their bookings, calls off or ends the sessions and series they host, deletes their practice, and makes what others keep of them nameless. The last admin is refused.',
    args: { password: t.arg.string({ required: true, description: 'The viewer’s password.' }) },
    resolve: async (_root, { password }, context) => ({ deletedId: await deleteAccount(context, password) }),
  }),
);
