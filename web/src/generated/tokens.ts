import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const SignInDocument = persisted<types.SignInMutation, types.SignInMutationVariables>(
  '8294ccc933e5050da0612bf42bb97b12ccc865d1d2f6446d3aa32011c2c6ae04',
  "mutation SignIn($input:AccountLoginInput!){accountLogin(input:$input){...Signed ...Refused ...on AccountSuspendedError{reason __typename}...on SecondFactorRequiredError{challenge __typename}__typename}}fragment Signed on AuthPayload{accessToken accessTokenExpiresAt account{id __typename}evictedDeviceSessions{id deviceName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const SignInWithCodeDocument = persisted<types.SignInWithCodeMutation, types.SignInWithCodeMutationVariables>(
  'de1a5eb96ecd19131073419f3d8146f49c4ee3d9eeda51cdefd05e5871133a21',
  "mutation SignInWithCode($input:AccountLoginWithCodeInput!){accountLoginWithCode(input:$input){...Signed ...Refused __typename}}fragment Signed on AuthPayload{accessToken accessTokenExpiresAt account{id __typename}evictedDeviceSessions{id deviceName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const BeginPasskeySignInDocument = persisted<types.BeginPasskeySignInMutation, types.BeginPasskeySignInMutationVariables>(
  '1a8d6dbbc0492b8a7cdd5ae65113b6965705c293342017978134865937308807',
  "mutation BeginPasskeySignIn{accountBeginPasskeyLogin{...on PasskeyOptions{options __typename}__typename}}",
);

export const SignInWithPasskeyDocument = persisted<types.SignInWithPasskeyMutation, types.SignInWithPasskeyMutationVariables>(
  'caf804989b4517f1da7abc0389a9ee284ffa66bdf73df973aba9db30cc6c2d53',
  "mutation SignInWithPasskey($input:AccountLoginWithPasskeyInput!){accountLoginWithPasskey(input:$input){...Signed ...Refused ...on AccountSuspendedError{reason __typename}__typename}}fragment Signed on AuthPayload{accessToken accessTokenExpiresAt account{id __typename}evictedDeviceSessions{id deviceName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RegisterDocument = persisted<types.RegisterMutation, types.RegisterMutationVariables>(
  '958dc0617f601e82d934a38aa55482f73f049970314a45595f38160fa044b578',
  "mutation Register($input:AccountRegisterInput!){accountRegister(input:$input){...Signed ...Refused __typename}}fragment Signed on AuthPayload{accessToken accessTokenExpiresAt account{id __typename}evictedDeviceSessions{id deviceName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RefreshDocument = persisted<types.RefreshMutation, types.RefreshMutationVariables>(
  '0b0fd2bce4ba62285e696528f75e36811d6a364d893e2022116edbb0fdf2543b',
  "mutation Refresh{accountRefresh{...Signed ...Refused __typename}}fragment Signed on AuthPayload{accessToken accessTokenExpiresAt account{id __typename}evictedDeviceSessions{id deviceName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const SignOutDocument = persisted<types.SignOutMutation, types.SignOutMutationVariables>(
  'a5bd280a856c94b43ee65913bd3d536b3bd229530927257cdef0fb61968c8375',
  "mutation SignOut{accountLogout{...on AccountLogoutPayload{deviceSession{id __typename}__typename}__typename}}",
);
