import type { Account } from '../../database/generated/client.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { ignoresToken } from '../../graphql/ignores-token.ts';
import { InvalidLinkError } from '../errors.ts';
import { User } from '../schema.ts';
import { requestEmailVerification, verifyEmail } from './service.ts';

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
const AccountVerifyEmailResult = resultUnion('AccountVerifyEmailResult', EmailVerifyPayload, [InvalidLinkError]);

builder.mutationFields((t) => ({
  accountRequestEmailVerification: t.withAuth({ signedIn: true }).field({
    type: AccountRequestEmailVerificationResult,
    nullable: true,
    description: 'Mails the viewer a link that verifies their e-mail and works for 24 hours.',
    resolve: async (_root, _args, context) => ({ sentTo: await requestEmailVerification(context) }),
  }),
  accountVerifyEmail: t.field({
    type: AccountVerifyEmailResult,
    nullable: true,
    description: 'Verifies an e-mail by the token of a mailed link. No sign-in is needed.',
    extensions: ignoresToken,
    args: { token: t.arg.string({ required: true, description: 'The link’s token; works once.' }) },
    resolve: (_root, { token }, context) => verifyEmail(context, token),
  }),
}));
