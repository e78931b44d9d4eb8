import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const BeginCodesDocument = persisted<types.BeginCodesMutation, types.BeginCodesMutationVariables>(
  'b2d80fd43d45d40010ec73b92eb00d26782c80f842fa43ae55b81f383680ba7a',
  "mutation BeginCodes($password:String){totpBegin(password:$password){...on TotpBeginPayload{secret uri __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ConfirmCodesDocument = persisted<types.ConfirmCodesMutation, types.ConfirmCodesMutationVariables>(
  '1681792013565f465ddffc2a1805bcceb4b32c3d43313d4c86139a7d5cc43c3f',
  "mutation ConfirmCodes($code:String!){totpConfirm(code:$code){...on RecoveryCodesPayload{codes account{...Factors __typename}__typename}...Refused __typename}}fragment Factors on Account{id totpEnabledAt isTotpRequired recoveryCodesLeft passkeys{...Key __typename}__typename}fragment Key on Passkey{id name createdAt lastUsedAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DisableCodesDocument = persisted<types.DisableCodesMutation, types.DisableCodesMutationVariables>(
  '33e3096379588e14025f8daa9351c345a4a3f4f92c395ab123d4e315ac6ebed0',
  "mutation DisableCodes($password:String!$code:String!){totpDisable(password:$password code:$code){...Factors ...Refused __typename}}fragment Factors on Account{id totpEnabledAt isTotpRequired recoveryCodesLeft passkeys{...Key __typename}__typename}fragment Key on Passkey{id name createdAt lastUsedAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RenewRecoveryCodesDocument = persisted<types.RenewRecoveryCodesMutation, types.RenewRecoveryCodesMutationVariables>(
  '1a2009cb117235c10e3b33eede5298579c2a746779ff7073e53e9302384d5edc',
  "mutation RenewRecoveryCodes($password:String!$code:String!){recoveryCodesRenew(password:$password code:$code){...on RecoveryCodesPayload{codes account{...Factors __typename}__typename}...Refused __typename}}fragment Factors on Account{id totpEnabledAt isTotpRequired recoveryCodesLeft passkeys{...Key __typename}__typename}fragment Key on Passkey{id name createdAt lastUsedAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const BeginPasskeyDocument = persisted<types.BeginPasskeyMutation, types.BeginPasskeyMutationVariables>(
  '8bf30da2bb8055cf7124a9dcc4ab9b0587cd754d93cbb1b741de8512aa8b02eb',
  "mutation BeginPasskey($password:String$code:String){passkeyBegin(password:$password code:$code){...on PasskeyOptions{options __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const AddPasskeyDocument = persisted<types.AddPasskeyMutation, types.AddPasskeyMutationVariables>(
  '2c93fd1442fa11e225dadbfb79cdf5a84f57f52999fd6962c2e2059a54249e69',
  "mutation AddPasskey($name:String!$credential:JSON!){passkeyAdd(name:$name credential:$credential){...Key ...Refused __typename}}fragment Key on Passkey{id name createdAt lastUsedAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RenamePasskeyDocument = persisted<types.RenamePasskeyMutation, types.RenamePasskeyMutationVariables>(
  'e90c8074af5c91114cd5baf85f0c56bac6962ae1c7f01b817b42abe228b54567',
  "mutation RenamePasskey($id:ID!$name:String!){passkeyRename(id:$id name:$name){...Key ...Refused __typename}}fragment Key on Passkey{id name createdAt lastUsedAt __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeletePasskeyDocument = persisted<types.DeletePasskeyMutation, types.DeletePasskeyMutationVariables>(
  'f93498c235424ade75e12baee1c7a2f4a70a2dbfcaa8b51c924f6e9acff20777',
  "mutation DeletePasskey($id:ID!$password:String$code:String){passkeyDelete(id:$id password:$password code:$code){...on PasskeyDeletePayload{deletedId __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
