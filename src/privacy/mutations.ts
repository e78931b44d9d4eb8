import { CodeRequiredError, InvalidCodeError, InvalidCredentialsError } from '../accounts/errors.ts';
import { codeDescription } from '../accounts/totp/schema.ts';
import { InvalidInputError } from '../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../graphql/builder.ts';
import { globalId } from '../graphql/global-ids.ts';
import { deleteAccount } from './deletion.ts';
import { LastAdminError } from './errors.ts';
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

builder.objectType(LastAdminError, {
  name: 'LastAdminError',
  description: 'The account is the only active admin’s: another person has to become an admin first.',
  interfaces: [UserErrorInterface],
});

const AccountDeleteResult = resultUnion('AccountDeleteResult', AccountDeletePayload, [
  InvalidCredentialsError,
  CodeRequiredError,
  InvalidCodeError,
  LastAdminError,
  InvalidInputError,
]);

builder.queryField('accountExport', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: 'JSON',
    description:
      'Everything that is kept about the viewer, to save as a file: profile, devices, passkeys, mailed links with the e-mails that they went to, hosted sessions and series, bookings and their payments, passes and what was sold, promotion codes and their uses, attendance, practice with its settings, sequences, votes, notifications with their settings, the number of recovery codes, and the audit’s rows by and about them. Of other people it names public profiles only. IDs in it are those of the database. Where it is more than an answer may have, `/export/account.json` has it.',
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
      'Deletes the viewer’s account for good. It cancels their bookings, cancels or ends the sessions and series that they host, deletes their practice, and removes their name from the records that other people keep.',
    args: {
      password: t.arg.string({ required: true, description: 'The viewer’s password.' }),
      code: t.arg.string({ description: codeDescription }),
    },
    resolve: async (_root, input, context) => ({ deletedId: await deleteAccount(context, input) }),
  }),
);
