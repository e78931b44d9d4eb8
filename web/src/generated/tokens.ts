import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const SignInDocument = persisted<types.SignInMutation, types.SignInMutationVariables>(
  'd50902946e9f14cf089dd457284f6f67a6b391433e875302ee295ec10704a499',
  "mutation SignIn($input:AccountLoginInput!){accountLogin(input:$input){...Signed ...Refused ...on AccountSuspendedError{reason __typename}__typename}}fragment Signed on AuthPayload{accessToken accessTokenExpiresAt account{id __typename}evictedDeviceSessions{id deviceName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
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
