import type { Account as Row } from '../../database/generated/client.ts';
import { AdminTotpRequiredError, InvalidInputError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import {
  CodeRequiredError,
  InvalidCodeError,
  InvalidCredentialsError,
  TotpAlreadyEnabledError,
  TotpNotEnabledError,
} from '../errors.ts';
import { accountOf } from '../loaders.ts';
import { Account } from '../schema.ts';
import { beginTotp, confirmTotp, disableTotp, replaceRecoveryCodes } from './service.ts';

const TotpBeginPayload = builder.objectRef<{ secret: string; uri: string }>('TotpBeginPayload').implement({
  description:
    'The secret for an authenticator app: six digits, 30 seconds, SHA-1. No codes are asked for until `totpConfirm` has one, within an hour.',
  fields: (t) => ({
    secret: t.exposeString('secret', { description: 'In base 32, to be typed into the app.' }),
    uri: t.exposeString('uri', { description: '`otpauth://…`, to be shown as a QR code. It contains the secret.' }),
  }),
});

const RecoveryCodesPayload = builder
  .objectRef<{ account: Row | string; codes: string[] }>('RecoveryCodesPayload')
  .implement({
    description: 'New recovery codes, which are never shown again. Each stands in for the authenticator app once.',
    fields: (t) => ({
      codes: t.exposeStringList('codes', {
        description: 'Ten codes. Case, blanks and hyphens make no difference.',
      }),
      account: t.field({ type: Account, description: 'Whose codes they are.', resolve: ({ account }) => account }),
    }),
  });

const TotpBeginResult = resultUnion('TotpBeginResult', TotpBeginPayload, [
  InvalidCredentialsError,
  TotpAlreadyEnabledError,
  InvalidInputError,
]);
const TotpConfirmResult = resultUnion('TotpConfirmResult', RecoveryCodesPayload, [
  InvalidCodeError,
  TotpAlreadyEnabledError,
  TotpNotEnabledError,
  InvalidCredentialsError,
  InvalidInputError,
]);
const TotpDisableResult = resultUnion('TotpDisableResult', Account, [
  InvalidCredentialsError,
  CodeRequiredError,
  InvalidCodeError,
  TotpNotEnabledError,
  AdminTotpRequiredError,
  InvalidInputError,
]);
const RecoveryCodesRenewResult = resultUnion('RecoveryCodesRenewResult', RecoveryCodesPayload, [
  InvalidCredentialsError,
  CodeRequiredError,
  InvalidCodeError,
  TotpNotEnabledError,
  InvalidInputError,
]);

const code = 'A code of the app, or a recovery code; it works once.';

builder.mutationFields((t) => ({
  totpBegin: t.withAuth({ signedIn: true }).field({
    type: TotpBeginResult,
    nullable: true,
    description:
      'Begins to set an authenticator app up for the viewer. Beginning again gives another secret, and the one before is void.',
    args: {
      password: t.arg.string({
        description: 'The viewer’s password. May be left out within ten minutes of the sign-in of this device.',
      }),
    },
    resolve: (_root, { password }, context) => beginTotp(context, { password }),
  }),
  totpConfirm: t.withAuth({ signedIn: true }).field({
    type: TotpConfirmResult,
    nullable: true,
    description:
      'Confirms that the viewer’s authenticator app has the secret. From now on signing in by password, and changing what protects the account, ask for a code. Devices stay signed in.',
    args: { code: t.arg.string({ required: true, description: 'The present code of the app, six digits.' }) },
    resolve: (_root, { code }, context) => confirmTotp(context, code),
  }),
  totpDisable: t.withAuth({ signedIn: true }).field({
    type: TotpDisableResult,
    nullable: true,
    description: 'Stops asking the viewer for codes, and deletes the recovery codes. Passkeys stay.',
    args: {
      password: t.arg.string({ required: true, description: 'The viewer’s password.' }),
      code: t.arg.string({ required: true, description: code }),
    },
    resolve: (_root, proof, context) => disableTotp(context, proof),
  }),
  recoveryCodesRenew: t.withAuth({ signedIn: true }).field({
    type: RecoveryCodesRenewResult,
    nullable: true,
    description: 'Gives the viewer new recovery codes. The ones before stop working.',
    args: {
      password: t.arg.string({ required: true, description: 'The viewer’s password.' }),
      code: t.arg.string({ required: true, description: code }),
    },
    resolve: async (_root, proof, context) => ({
      account: accountOf(context.viewer),
      codes: await replaceRecoveryCodes(context, proof),
    }),
  }),
}));
