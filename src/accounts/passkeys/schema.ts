import { builder, nodeRef, UserErrorInterface } from '../../graphql/builder.ts';
import { InvalidPasskeyError, PasskeyLimitReachedError } from '../errors.ts';
import { passkeysByAccount, passkeysById } from '../loaders.ts';
import { Account } from '../schema.ts';
import type { Ceremony } from './service.ts';

export const Passkey = nodeRef('Passkey', passkeysById);

Passkey.implement({
  description: 'A passkey (WebAuthn) that signs its owner in without a password. Its owner and admins see it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What its owner calls it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it signed in last; null for one that has not yet.',
    }),
  }),
});

builder.objectField(Account, 'passkeys', (t) =>
  t.loadableList({
    type: Passkey,
    byPath: true,
    description: 'Passkeys that sign in to this account, oldest first; at most 20.',
    load: (accountIds: string[], context) => passkeysByAccount(accountIds, context),
    resolve: ({ id }) => id,
  }),
);

export const PasskeyOptions = builder.objectRef<Ceremony>('PasskeyOptions').implement({
  description: 'What a browser needs for its part with a passkey.',
  fields: (t) => ({
    options: t.field({
      type: 'JSON',
      description:
        'WebAuthn’s `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`, with a challenge that works once.',
      resolve: ({ options }) => options,
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the answer is taken.' }),
  }),
});

builder.objectType(InvalidPasskeyError, {
  name: 'InvalidPasskeyError',
  description:
    'The passkey is unknown, or its answer is not valid: the challenge, the origin, the signature or the counter is wrong, or the person was not verified. Which of them is not told.',
  interfaces: [UserErrorInterface],
});
builder.objectType(PasskeyLimitReachedError, {
  name: 'PasskeyLimitReachedError',
  description: 'The account has as many passkeys as it may have.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({ limit: t.exposeInt('limit', { description: 'How many passkeys an account may have.' }) }),
});
