import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const AccountDocument = persisted<types.AccountQuery, types.AccountQueryVariables>(
  '317fe0988262041742d1068eccdfa519d7a43b1446f2f34e704096136737b95a',
  "query Account{viewer{id email emailVerifiedAt firstName lastName role timeZone createdAt ...Factors user{id displayName username bio __typename}deviceSessions{...Device __typename}notificationSettings{kind byMail canSwitchOff __typename}__typename}}fragment Factors on Account{id totpEnabledAt isTotpRequired recoveryCodesLeft passkeys{...Key __typename}__typename}fragment Key on Passkey{id name createdAt lastUsedAt __typename}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}",
);

export const UpdateAccountDocument = persisted<types.UpdateAccountMutation, types.UpdateAccountMutationVariables>(
  '68ba893ee185c2053b3b77f2fe7aa19c5cd27220e3010fd1131cc64e074e8cce',
  "mutation UpdateAccount($input:AccountUpdateInput!){accountUpdate(input:$input){...on Account{id firstName lastName timeZone user{id displayName username bio __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ChangePasswordDocument = persisted<types.ChangePasswordMutation, types.ChangePasswordMutationVariables>(
  '23503ac1c2fadd7965648a492ee989e4efc32261b35baa5b39f69fdd0e9af177',
  "mutation ChangePassword($currentPassword:String!$newPassword:String!$code:String){accountChangePassword(currentPassword:$currentPassword newPassword:$newPassword code:$code){...on Account{id deviceSessions{...Device __typename}__typename}...Refused __typename}}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ChangeEmailDocument = persisted<types.ChangeEmailMutation, types.ChangeEmailMutationVariables>(
  'e402d6d237da2e53e21c104fb98863377407aa39c8bdc7d4558b9c9c3bd0f221',
  "mutation ChangeEmail($email:String!$password:String!$code:String){accountChangeEmail(email:$email password:$password code:$code){...on EmailChangePayload{sentTo __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RequestEmailVerificationDocument = persisted<types.RequestEmailVerificationMutation, types.RequestEmailVerificationMutationVariables>(
  '2f9205c61fd29286662d4762d28b040532280adb644a6c5f1d64a27fc5b8ccc1',
  "mutation RequestEmailVerification{accountRequestEmailVerification{...on EmailVerificationRequestPayload{sentTo __typename}__typename}}",
);

export const EndDeviceDocument = persisted<types.EndDeviceMutation, types.EndDeviceMutationVariables>(
  '38bb617199dc1746646ee1016f27c4ef422947942ba9efea0d4d8c09be02773d',
  "mutation EndDevice($id:ID!){deviceSessionRevoke(id:$id){...Device ...Refused __typename}}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EndOtherDevicesDocument = persisted<types.EndOtherDevicesMutation, types.EndOtherDevicesMutationVariables>(
  '2aeee6bf8f3b449a879ac0664148b9efc6078b22bd46f9a03ee4cc297b7320b2',
  "mutation EndOtherDevices{deviceSessionRevokeAll{...on DeviceSessionRevokeAllPayload{revokedCount __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EndAllDevicesDocument = persisted<types.EndAllDevicesMutation, types.EndAllDevicesMutationVariables>(
  '3de52dd5c151869179cce7aa5c75950e47bc5c703bc3b5066107bae049375b9e',
  "mutation EndAllDevices{deviceSessionRevokeAll(includeCurrent:true){...on DeviceSessionRevokeAllPayload{revokedCount __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdateNotificationsDocument = persisted<types.UpdateNotificationsMutation, types.UpdateNotificationsMutationVariables>(
  '316f2bcbe1cedd0925677927e52efd159fba3d731cbcff6d4e295de6fbcdfe18',
  "mutation UpdateNotifications($input:NotificationSettingsInput!){notificationSettingsUpdate(input:$input){...on Account{id notificationSettings{kind byMail canSwitchOff __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeleteAccountDocument = persisted<types.DeleteAccountMutation, types.DeleteAccountMutationVariables>(
  'c7deb65dbd1ebfe9cab2403d485da1e159bc06f2470510c79c4571fcf61ec60c',
  "mutation DeleteAccount($password:String!$code:String){accountDelete(password:$password code:$code){...on AccountDeletePayload{deletedId __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeviceChangedDocument = persisted<types.DeviceChangedSubscription, types.DeviceChangedSubscriptionVariables>(
  'e40f07975763cc674f849f84539d31bbd4cef0524986aef4af3712bafdabde6b',
  "subscription DeviceChanged{deviceSessionChanged{...Device __typename}}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}",
);
