import { builder, UserErrorInterface } from '../../graphql/builder.ts';
import { CodeRequiredError, InvalidCodeError, TotpAlreadyEnabledError, TotpNotEnabledError } from '../errors.ts';
import { recoveryCodesLeftByAccount } from '../loaders.ts';
import { Account } from '../schema.ts';
import { isTotpRequired } from './required.ts';

/** What arguments for a code mean. */
export const codeDescription =
  'A code of the authenticator app, or a recovery code. Required where the account has `totpEnabledAt`; ignored elsewhere.';

builder.objectFields(Account, (t) => ({
  totpEnabledAt: t.expose('totpEnabledAt', {
    type: 'DateTime',
    nullable: true,
    description: 'Since when signing in by password takes a code of an authenticator app; null where it takes none.',
  }),
  isTotpRequired: t.boolean({
    description: 'Whether the account must have an authenticator app: it is an admin’s, and REQUIRE_ADMIN_TOTP is on.',
    resolve: ({ role }, _args, { app: { env } }) => isTotpRequired(env, role),
  }),
  recoveryCodesLeft: t.loadable({
    type: 'Int',
    byPath: true,
    description: 'How many recovery codes are unused; 0 where no codes are asked for.',
    load: (accountIds: string[], context) => recoveryCodesLeftByAccount(accountIds, context),
    resolve: ({ id }) => id,
  }),
}));

builder.objectType(CodeRequiredError, {
  name: 'CodeRequiredError',
  description: 'The account has an authenticator app: `code` must be given. Nothing was changed.',
  interfaces: [UserErrorInterface],
});
builder.objectType(InvalidCodeError, {
  name: 'InvalidCodeError',
  description:
    'The code is wrong, too old, or was used before: each works once. Which of them is not told. Nothing was changed.',
  interfaces: [UserErrorInterface],
});
builder.objectType(TotpAlreadyEnabledError, {
  name: 'TotpAlreadyEnabledError',
  description: 'The account has an authenticator app: switch it off before another one is set up.',
  interfaces: [UserErrorInterface],
});
builder.objectType(TotpNotEnabledError, {
  name: 'TotpNotEnabledError',
  description: 'The account has no authenticator app, or its setup was not begun within the last hour.',
  interfaces: [UserErrorInterface],
});
