import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const RequestPasswordResetDocument = persisted<types.RequestPasswordResetMutation, types.RequestPasswordResetMutationVariables>(
  'e7006701e4d6dc29c8e67a88ea01c9b13dc09d5979703c5cb2bdd78eecfd9d34',
  "mutation RequestPasswordReset($login:String!){accountRequestPasswordReset(login:$login){...on PasswordResetRequestPayload{linkSeconds __typename}__typename}}",
);

export const ResetPasswordDocument = persisted<types.ResetPasswordMutation, types.ResetPasswordMutationVariables>(
  'bdeb13b680d2e06f0d506104f168a14f23ae2f07031099007be3cabc3a60758e',
  "mutation ResetPassword($token:String!$newPassword:String!$code:String){accountResetPassword(token:$token newPassword:$newPassword code:$code){...on PasswordResetPayload{user{id displayName __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const VerifyEmailDocument = persisted<types.VerifyEmailMutation, types.VerifyEmailMutationVariables>(
  '267da3dd475300375348d85243006044d82ac7d925d32036da3511a4a9f3fbb7',
  "mutation VerifyEmail($token:String!){accountVerifyEmail(token:$token){...on EmailVerifyPayload{user{id displayName __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
