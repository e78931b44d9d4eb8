import type { Account } from '../../database/generated/client.ts';
import { InvalidInputError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { ignoresToken } from '../../graphql/ignores-token.ts';
import {
  CodeRequiredError,
  EmailTakenError,
  InvalidCodeError,
  InvalidCredentialsError,
  InvalidLinkError,
} from '../errors.ts';
import { User } from '../schema.ts';
import { codeDescription } from '../totp/schema.ts';
import { changeEmail, requestEmailVerification, verifyEmail } from './service.ts';

const EmailVerificationRequestPayload = builder
  .objectRef<{ sentTo: string | null }>('EmailVerificationRequestPayload')
  .implement({
    description: 'The request for a link that verifies the viewer’s e-mail was accepted.',
    fields: (t) => ({
      sentTo: t.exposeString('sentTo', {
        nullable: true,
        description: 'The e-mail that the link was sent to; null where the viewer’s e-mail is verified already.',
      }),
    }),
  });

// A person who follows a link is a visitor, who may not see the Account: the payload has the User.
const EmailVerifyPayload = builder.objectRef<Account>('EmailVerifyPayload').implement({
  description: 'The e-mail is verified.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'The person whose e-mail it is.', resolve: (account) => account }),
  }),
});

const AccountRequestEmailVerificationResult = resultUnion(
  'AccountRequestEmailVerificationResult',
  EmailVerificationRequestPayload,
  [],
);
const AccountVerifyEmailResult = resultUnion('AccountVerifyEmailResult', EmailVerifyPayload, [
  InvalidLinkError,
  EmailTakenError,
]);

const EmailChangePayload = builder.objectRef<{ sentTo: string }>('EmailChangePayload').implement({
  description: 'A link was mailed to the new e-mail. The account keeps its present e-mail until the link is followed.',
  fields: (t) => ({
    sentTo: t.exposeString('sentTo', {
      description: 'The new e-mail as it will be kept: letters of a domain beyond ASCII as punycode.',
    }),
  }),
});
const AccountChangeEmailResult = resultUnion('AccountChangeEmailResult', EmailChangePayload, [
  InvalidCredentialsError,
  CodeRequiredError,
  InvalidCodeError,
  EmailTakenError,
  InvalidInputError,
]);

builder.mutationFields((t) => ({
  accountChangeEmail: t.withAuth({ signedIn: true }).field({
    type: AccountChangeEmailResult,
    nullable: true,
    description:
      'Mails a link that makes a new e-mail the viewer’s, and a notice to the present one. The link works for 24 hours, and is followed by `accountVerifyEmail`. A new password voids it. Devices stay signed in.',
    args: {
      password: t.arg.string({ required: true, description: 'The viewer’s password.' }),
      email: t.arg.string({ required: true, description: 'The new e-mail, at most 254 characters.' }),
      code: t.arg.string({ description: codeDescription }),
    },
    resolve: async (_root, input, context) => ({ sentTo: await changeEmail(context, input) }),
  }),
  accountRequestEmailVerification: t.withAuth({ signedIn: true }).field({
    type: AccountRequestEmailVerificationResult,
    nullable: true,
    description: 'Mails the viewer a link that verifies their e-mail and works for 24 hours.',
    resolve: async (_root, _args, context) => ({ sentTo: await requestEmailVerification(context) }),
  }),
  accountVerifyEmail: t.field({
    type: AccountVerifyEmailResult,
    nullable: true,
    description:
      'Verifies an e-mail by the token of a mailed link; the link of `accountChangeEmail` makes it the account’s e-mail. No sign-in is needed.',
    extensions: ignoresToken,
    args: { token: t.arg.string({ required: true, description: 'The link’s token; works once.' }) },
    resolve: (_root, { token }, context) => verifyEmail(context, token),
  }),
}));
