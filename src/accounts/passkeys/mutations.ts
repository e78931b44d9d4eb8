import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { globalId, localId } from '../../graphql/global-ids.ts';
import { ignoresToken } from '../../graphql/ignores-token.ts';
import { requirePage } from '../authentication/cookie.ts';
import { AuthPayload, afterProof, cookieChoice, signedIn } from '../authentication/mutations.ts';
import { beginPasskeyLogin, logInWithPasskey } from '../authentication/passkey-login.ts';
import {
  CodeRequiredError,
  InvalidCodeError,
  InvalidCredentialsError,
  InvalidPasskeyError,
  PasskeyLimitReachedError,
} from '../errors.ts';
import { codeDescription } from '../totp/schema.ts';
import { Passkey, PasskeyOptions } from './schema.ts';
import { addPasskey, beginPasskey, deletePasskey, renamePasskey } from './service.ts';

const AccountLoginWithPasskeyInput = builder.inputType('AccountLoginWithPasskeyInput', {
  description: 'A sign-in with a passkey, and on which device.',
  fields: (t) => ({
    credential: t.field({
      type: 'JSON',
      required: true,
      description: 'WebAuthn’s `AuthenticationResponseJSON`, as the browser made it.',
    }),
    deviceName: t.string({ description: 'What to call this device; at most 80 characters.' }),
    refreshTokenInCookie: t.boolean({ defaultValue: false, description: cookieChoice }),
  }),
});

const PasskeyDeletePayload = builder.objectRef<{ id: string }>('PasskeyDeletePayload').implement({
  description: 'The passkey is deleted.',
  fields: (t) => ({
    deletedId: t.id({ description: 'ID that the Passkey had.', resolve: ({ id }) => globalId('Passkey', id) }),
  }),
});

const proofRefusals = [InvalidCredentialsError, CodeRequiredError, InvalidCodeError, InvalidInputError];
const AccountBeginPasskeyLoginResult = resultUnion('AccountBeginPasskeyLoginResult', PasskeyOptions, []);
const AccountLoginWithPasskeyResult = resultUnion('AccountLoginWithPasskeyResult', AuthPayload, [
  InvalidPasskeyError,
  ...afterProof,
]);
const PasskeyBeginResult = resultUnion('PasskeyBeginResult', PasskeyOptions, [
  PasskeyLimitReachedError,
  ...proofRefusals,
]);
const PasskeyAddResult = resultUnion('PasskeyAddResult', Passkey, [
  InvalidPasskeyError,
  PasskeyLimitReachedError,
  InvalidInputError,
]);
const PasskeyRenameResult = resultUnion('PasskeyRenameResult', Passkey, [NotFoundError, InvalidInputError]);
const PasskeyDeleteResult = resultUnion('PasskeyDeleteResult', PasskeyDeletePayload, [NotFoundError, ...proofRefusals]);

const password = 'The viewer’s password. May be left out within ten minutes of the sign-in of this device.';
const code = `${codeDescription} Left out together with the password.`;
const name = 'What to call it, like the device that it is on; 1 to 60 characters.';

builder.mutationFields((t) => ({
  accountBeginPasskeyLogin: t.field({
    type: AccountBeginPasskeyLoginResult,
    nullable: true,
    description: 'Begins a sign-in with a passkey: the browser asks the person which.',
    extensions: ignoresToken,
    resolve: (_root, _args, context) => beginPasskeyLogin(context),
  }),
  accountLoginWithPasskey: t.field({
    type: AccountLoginWithPasskeyResult,
    nullable: true,
    description:
      'Signs this device in by a passkey alone: its authenticator has verified the person, so there is neither a password nor a code.',
    extensions: ignoresToken,
    args: {
      input: t.arg({ type: AccountLoginWithPasskeyInput, required: true, description: 'The passkey’s answer.' }),
    },
    resolve: async (_root, { input }, context) => {
      if (input.refreshTokenInCookie) requirePage(context);
      return signedIn(context, await logInWithPasskey(context, input), input.refreshTokenInCookie);
    },
  }),
  passkeyBegin: t.withAuth({ signedIn: true }).field({
    type: PasskeyBeginResult,
    nullable: true,
    description: 'Begins to add a passkey of the viewer, for pages of `APP_URL`.',
    args: { password: t.arg.string({ description: password }), code: t.arg.string({ description: code }) },
    resolve: (_root, proof, context) => beginPasskey(context, proof),
  }),
  passkeyAdd: t.withAuth({ signedIn: true }).field({
    type: PasskeyAddResult,
    nullable: true,
    description: 'Adds the passkey that the browser made for the options of `passkeyBegin`.',
    args: {
      name: t.arg.string({ required: true, description: name }),
      credential: t.arg({
        type: 'JSON',
        required: true,
        description: 'WebAuthn’s `RegistrationResponseJSON`, as the browser made it.',
      }),
    },
    resolve: (_root, input, context) => addPasskey(context, input),
  }),
  passkeyRename: t.withAuth({ signedIn: true }).field({
    type: PasskeyRenameResult,
    nullable: true,
    description: 'Gives a passkey of the viewer another name.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Passkey.' }),
      name: t.arg.string({ required: true, description: name }),
    },
    resolve: (_root, { id, name }, context) => renamePasskey(context, { id: localId('Passkey', id), name }),
  }),
  passkeyDelete: t.withAuth({ signedIn: true }).field({
    type: PasskeyDeleteResult,
    nullable: true,
    description: 'Deletes a passkey of the viewer: it signs in no more. Devices stay signed in.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a Passkey.' }),
      password: t.arg.string({ description: password }),
      code: t.arg.string({ description: code }),
    },
    resolve: async (_root, { id, ...proof }, context) => ({
      id: await deletePasskey(context, { id: localId('Passkey', id), ...proof }),
    }),
  }),
}));
