import type { Context } from '../../context.ts';
import type { DeviceSession as Row } from '../../database/generated/client.ts';
import { InvalidInputError } from '../../errors.ts';
import { builder, resultUnion, UserErrorInterface } from '../../graphql/builder.ts';
import { ignoresToken } from '../../graphql/ignores-token.ts';
import { DeviceSession } from '../device-sessions/schema.ts';
import { type Authentication, logOut, refresh } from '../device-sessions/service.ts';
import {
  AccountSuspendedError,
  DeviceLimitReachedError,
  EmailTakenError,
  InvalidChallengeError,
  InvalidCodeError,
  InvalidCredentialsError,
  InvalidRefreshTokenError,
  SecondFactorRequiredError,
  UsernameTakenError,
} from '../errors.ts';
import { Account, Role } from '../schema.ts';
import { dropCookie, keepInCookie, refreshTokenOf, requirePage } from './cookie.ts';
import { logIn, logInWithCode, register } from './service.ts';
import { viewerOf } from './viewer.ts';

export const AuthPayload = builder.objectRef<Authentication>('AuthPayload').implement({
  description:
    'What a signed-in device needs: an access token for requests, a refresh token for the next access token.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', { description: 'Send it as `Authorization: Bearer …`.' }),
    accessTokenExpiresAt: t.expose('accessTokenExpiresAt', { type: 'DateTime', description: 'Refresh before then.' }),
    refreshToken: t.exposeString('refreshToken', {
      description: 'Works once: keep the one that refreshing returns. Empty where it was put into a cookie.',
    }),
    refreshTokenExpiresAt: t.expose('refreshTokenExpiresAt', {
      type: 'DateTime',
      description: 'When the refresh token expires. Afterwards only a new sign-in helps.',
    }),
    account: t.field({ type: Account, description: 'Who signed in.', resolve: ({ account }) => account }),
    deviceSession: t.field({
      type: DeviceSession,
      description: 'The device that signed in.',
      resolve: ({ deviceSession }) => deviceSession,
    }),
    evictedDeviceSessions: t.field({
      type: [DeviceSession],
      description: 'Devices signed out to stay within the limit.',
      resolve: ({ evicted }) => evicted,
    }),
  }),
});

export const cookieChoice =
  'Whether to put the refresh token into a cookie that no script can read, instead of the result. For pages of this server alone, over HTTP.';

const AccountRegisterInput = builder.inputType('AccountRegisterInput', {
  description: 'A new account.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'One account per e-mail, without regard to case.' }),
    username: t.string({
      required: true,
      description: '3 to 30 letters, digits, _, . or -; unique without regard to case.',
    }),
    password: t.string({ required: true, description: '10 to 128 characters.' }),
    firstName: t.string({ description: 'At most 60 characters.' }),
    lastName: t.string({ description: 'At most 60 characters.' }),
    role: t.field({ type: Role, defaultValue: 'USER', description: 'USER or CREATOR; nobody registers as ADMIN.' }),
    timeZone: t.field({ type: 'TimeZone', defaultValue: 'UTC', description: 'The zone of this person’s days.' }),
    deviceName: t.string({ description: 'What to call this device; at most 80 characters.' }),
    refreshTokenInCookie: t.boolean({ defaultValue: false, description: cookieChoice }),
  }),
});
const AccountLoginInput = builder.inputType('AccountLoginInput', {
  description: 'Who signs in, and on which device.',
  fields: (t) => ({
    login: t.string({ required: true, description: 'E-mail or username.' }),
    password: t.string({ required: true, description: 'The password.' }),
    deviceName: t.string({ description: 'What to call this device; at most 80 characters.' }),
    refreshTokenInCookie: t.boolean({ defaultValue: false, description: cookieChoice }),
  }),
});

const AccountLoginWithCodeInput = builder.inputType('AccountLoginWithCodeInput', {
  description: 'The second step of a sign-in that was answered with `SecondFactorRequiredError`.',
  fields: (t) => ({
    challenge: t.string({ required: true, description: 'That of the `SecondFactorRequiredError`.' }),
    code: t.string({ required: true, description: 'A code of the authenticator app, or a recovery code.' }),
    refreshTokenInCookie: t.boolean({ defaultValue: false, description: cookieChoice }),
  }),
});

builder.objectType(SecondFactorRequiredError, {
  name: 'SecondFactorRequiredError',
  description:
    'The password is right, and nobody is signed in yet: pass the challenge to `accountLoginWithCode` with a code of the account’s authenticator app, or a recovery code.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    challenge: t.exposeString('challenge', { description: 'Stands for the right password. Works for one sign-in.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'When the challenge expires. Afterwards begin the sign-in again.',
    }),
  }),
});
builder.objectType(InvalidChallengeError, {
  name: 'InvalidChallengeError',
  description: 'The challenge is unknown, expired, used or void: which of them is not told. Begin the sign-in again.',
  interfaces: [UserErrorInterface],
});

/** Refusals of a person who has proved who they are. */
export const afterProof = [AccountSuspendedError, DeviceLimitReachedError, InvalidInputError];

const AccountRegisterResult = resultUnion('AccountRegisterResult', AuthPayload, [
  EmailTakenError,
  UsernameTakenError,
  InvalidInputError,
]);
const AccountLoginResult = resultUnion('AccountLoginResult', AuthPayload, [
  InvalidCredentialsError,
  SecondFactorRequiredError,
  ...afterProof,
]);
const AccountLoginWithCodeResult = resultUnion('AccountLoginWithCodeResult', AuthPayload, [
  InvalidChallengeError,
  InvalidCodeError,
  ...afterProof,
]);
const AccountRefreshResult = resultUnion('AccountRefreshResult', AuthPayload, [InvalidRefreshTokenError]);
const AccountLogoutPayload = builder.objectRef<{ deviceSession: Row | null }>('AccountLogoutPayload').implement({
  description: 'The viewer is signed out.',
  fields: (t) => ({
    deviceSession: t.field({
      type: DeviceSession,
      nullable: true,
      description: 'The device session that was ended; null for a visitor, who had none.',
      resolve: ({ deviceSession }) => deviceSession,
    }),
  }),
});
const AccountLogoutResult = resultUnion('AccountLogoutResult', AccountLogoutPayload, []);

builder.mutationFields((t) => ({
  accountRegister: t.field({
    type: AccountRegisterResult,
    nullable: true,
    description: 'Makes an account and signs this device in.',
    extensions: ignoresToken,
    args: { input: t.arg({ type: AccountRegisterInput, required: true, description: 'The new account.' }) },
    resolve: async (_root, { input }, context) => {
      if (input.refreshTokenInCookie) requirePage(context);
      return signedIn(context, await register(context, input), input.refreshTokenInCookie);
    },
  }),
  accountLogin: t.field({
    type: AccountLoginResult,
    nullable: true,
    description:
      'Signs this device in. An account with an authenticator app is asked for a code besides: `SecondFactorRequiredError` has the challenge for `accountLoginWithCode`.',
    extensions: ignoresToken,
    args: { input: t.arg({ type: AccountLoginInput, required: true, description: 'Who, and on which device.' }) },
    resolve: async (_root, { input }, context) => {
      if (input.refreshTokenInCookie) requirePage(context);
      return signedIn(context, await logIn(context, input), input.refreshTokenInCookie);
    },
  }),
  accountLoginWithCode: t.field({
    type: AccountLoginWithCodeResult,
    nullable: true,
    description:
      'Completes a sign-in by a code. A wrong code leaves the challenge as it is; each one delays further attempts longer, like wrong passwords.',
    extensions: ignoresToken,
    args: {
      input: t.arg({ type: AccountLoginWithCodeInput, required: true, description: 'The challenge, and its code.' }),
    },
    resolve: async (_root, { input }, context) => {
      if (input.refreshTokenInCookie) requirePage(context);
      return signedIn(context, await logInWithCode(context, input), input.refreshTokenInCookie);
    },
  }),
  accountRefresh: t.field({
    type: AccountRefreshResult,
    nullable: true,
    description:
      'Exchanges a refresh token for new tokens. A retry within 10 seconds gets the same ones; using an older token again ends the device session.',
    extensions: ignoresToken,
    args: {
      refreshToken: t.arg.string({
        description: 'The newest one of this device. Where left out, that of the cookie, which is replaced as well.',
      }),
    },
    resolve: async (_root, { refreshToken }, context) => {
      if (refreshToken != null) return signedIn(context, await refresh(context, refreshToken));
      try {
        return signedIn(context, await refresh(context, refreshTokenOf(context) ?? ''), true);
      } catch (error) {
        if (error instanceof InvalidRefreshTokenError) dropCookie(context);
        throw error;
      }
    },
  }),
  accountLogout: t.field({
    type: AccountLogoutResult,
    nullable: true,
    description: 'Ends the current device session. Succeeds for a visitor, too.',
    resolve: async (_root, _args, context) => {
      const deviceSession = await logOut(context);
      dropCookie(context);
      return { deviceSession };
    },
  }),
}));

/** Makes the person who signed in the viewer of the rest of the request. */
export function signedIn(context: Context, authentication: Authentication, inCookie?: boolean | null): Authentication {
  const { account, deviceSession } = authentication;
  context.signIn(viewerOf(context.app.env, { account, deviceSession }));
  return inCookie ? keepInCookie(context, authentication) : authentication;
}
