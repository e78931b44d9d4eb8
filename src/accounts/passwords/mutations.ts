import type { Account as Row } from '../../database/generated/client.ts';
import { InvalidInputError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { ignoresToken } from '../../graphql/ignores-token.ts';
import { CodeRequiredError, InvalidCodeError, InvalidCredentialsError, InvalidLinkError } from '../errors.ts';
import { linkSeconds } from '../links/service.ts';
import { Account, User } from '../schema.ts';
import { codeDescription } from '../totp/schema.ts';
import { changePassword, requestPasswordReset, resetPassword } from './service.ts';

const PasswordResetRequestPayload = builder
  .objectRef<{ linkSeconds: number }>('PasswordResetRequestPayload')
  .implement({
    description: 'The request was accepted. It is the same whether the account exists or not.',
    fields: (t) => ({
      linkSeconds: t.exposeInt('linkSeconds', { description: 'How long a mailed link works, in seconds.' }),
    }),
  });

// A person who follows a link is a visitor, who may not see the Account: the payload has the User.
const PasswordResetPayload = builder.objectRef<Row>('PasswordResetPayload').implement({
  description: 'The new password works, and every device is signed out.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'The person whose password it is.', resolve: (account) => account }),
  }),
});

const AccountChangePasswordResult = resultUnion('AccountChangePasswordResult', Account, [
  InvalidCredentialsError,
  CodeRequiredError,
  InvalidCodeError,
  InvalidInputError,
]);
const AccountRequestPasswordResetResult = resultUnion(
  'AccountRequestPasswordResetResult',
  PasswordResetRequestPayload,
  [],
);
const AccountResetPasswordResult = resultUnion('AccountResetPasswordResult', PasswordResetPayload, [
  InvalidLinkError,
  CodeRequiredError,
  InvalidCodeError,
  InvalidInputError,
]);

builder.mutationFields((t) => ({
  accountChangePassword: t.withAuth({ signedIn: true }).field({
    type: AccountChangePasswordResult,
    nullable: true,
    description: 'Changes the viewer’s password and signs every other device out.',
    args: {
      currentPassword: t.arg.string({ required: true, description: 'The present password.' }),
      newPassword: t.arg.string({ required: true, description: '10 to 128 characters.' }),
      code: t.arg.string({ description: codeDescription }),
    },
    resolve: (_root, passwords, context) => changePassword(context, passwords),
  }),
  accountRequestPasswordReset: t.field({
    type: AccountRequestPasswordResetResult,
    nullable: true,
    description: 'Mails a link that sets a new password. The result is the same whether the account exists or not.',
    extensions: ignoresToken,
    args: { login: t.arg.string({ required: true, description: 'E-mail or username.' }) },
    resolve: async (_root, { login }, context) => {
      await requestPasswordReset(context, login);
      return { linkSeconds: linkSeconds.PASSWORD_RESET };
    },
  }),
  accountResetPassword: t.field({
    type: AccountResetPasswordResult,
    nullable: true,
    description:
      'Sets a new password by the token of a mailed link, and signs every device out. It verifies the e-mail, and signs nobody in. A refusal leaves the link as it is.',
    extensions: ignoresToken,
    args: {
      token: t.arg.string({ required: true, description: 'The link’s token; works once.' }),
      newPassword: t.arg.string({ required: true, description: '10 to 128 characters.' }),
      code: t.arg.string({ description: codeDescription }),
    },
    resolve: (_root, input, context) => resetPassword(context, input),
  }),
}));
