import type { Account } from '../../database/generated/client.ts';
import { InvalidInputError } from '../../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { ignoresToken } from '../../graphql/ignores-token.ts';
import { requestPasswordReset, resetPassword } from '../authentication/service.ts';
import { InvalidLinkError } from '../errors.ts';
import { User } from '../schema.ts';
import { requestEmailVerification, verifyEmail } from './service.ts';

// A person who follows a link is still a visitor, who may not see the Account: the payloads have the User alone.

const PasswordResetPayload = builder.objectRef<Account>('PasswordResetPayload').implement({
  description: 'The new password works, and no device is signed in any more.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'Whose password it is.', resolve: (account) => account }),
  }),
});

const EmailVerifyPayload = builder.objectRef<Account>('EmailVerifyPayload').implement({
  description: 'The e-mail is verified.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'Whose e-mail it is.', resolve: (account) => account }),
  }),
});

builder.objectType(InvalidLinkError, {
  name: 'InvalidLinkError',
  description: 'The link is unknown, expired, used or void: which of them is not told. Ask for another one.',
  interfaces: [UserErrorInterface],
});

const AccountResetPasswordResult = resultUnion('AccountResetPasswordResult', PasswordResetPayload, [
  InvalidLinkError,
  InvalidInputError,
]);
const AccountVerifyEmailResult = resultUnion('AccountVerifyEmailResult', EmailVerifyPayload, [InvalidLinkError]);

builder.mutationFields((t) => ({
  accountRequestPasswordReset: t.boolean({
    nullable: true,
    description:
      'Mails a link that sets a new password, good for an hour. Always true, whether the account exists or not.',
    extensions: ignoresToken,
    args: { login: t.arg.string({ required: true, description: 'E-mail or username.' }) },
    resolve: async (_root, { login }, context) => {
      await requestPasswordReset(context, login);
      return true;
    },
  }),
  accountResetPassword: t.field({
    type: AccountResetPasswordResult,
    nullable: true,
    description:
      'Sets a new password by a mailed link and signs every device out. The e-mail counts as verified by it; it signs nobody in.',
    extensions: ignoresToken,
    args: {
      token: t.arg.string({ required: true, description: 'The link’s token; works once.' }),
      newPassword: t.arg.string({ required: true, description: '10 to 128 characters.' }),
    },
    resolve: (_root, input, context) => resetPassword(context, input),
  }),
  accountRequestEmailVerification: t.withAuth({ signedIn: true }).boolean({
    nullable: true,
    description: 'Mails the viewer a link that verifies their e-mail, good for 24 hours; none where it is verified.',
    resolve: async (_root, _args, context) => {
      await requestEmailVerification(context);
      return true;
    },
  }),
  accountVerifyEmail: t.field({
    type: AccountVerifyEmailResult,
    nullable: true,
    description: 'Verifies an e-mail by a mailed link. Nobody has to be signed in for it.',
    extensions: ignoresToken,
    args: { token: t.arg.string({ required: true, description: 'The link’s token; works once.' }) },
    resolve: (_root, { token }, context) => verifyEmail(context, token),
  }),
}));
