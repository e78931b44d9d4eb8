import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const AccountDocument = persisted<types.AccountQuery, types.AccountQueryVariables>(
  'c1fc1ab73f4020edfcc02439d3293ad0525bd42487e0bbbbf15fdcc658f8ecec',
  "query Account{viewer{id email emailVerifiedAt firstName lastName role timeZone createdAt user{id displayName username bio __typename}deviceSessions{...Device __typename}notificationSettings{kind byMail canSwitchOff __typename}__typename}}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}",
);

export const UpdateAccountDocument = persisted<types.UpdateAccountMutation, types.UpdateAccountMutationVariables>(
  '68ba893ee185c2053b3b77f2fe7aa19c5cd27220e3010fd1131cc64e074e8cce',
  "mutation UpdateAccount($input:AccountUpdateInput!){accountUpdate(input:$input){...on Account{id firstName lastName timeZone user{id displayName username bio __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ChangePasswordDocument = persisted<types.ChangePasswordMutation, types.ChangePasswordMutationVariables>(
  '96778ff258af199b63940631689d6b1b8e11c6d3cef1c49830f04b4a86db9644',
  "mutation ChangePassword($currentPassword:String!$newPassword:String!){accountChangePassword(currentPassword:$currentPassword newPassword:$newPassword){...on Account{id deviceSessions{...Device __typename}__typename}...Refused __typename}}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ChangeEmailDocument = persisted<types.ChangeEmailMutation, types.ChangeEmailMutationVariables>(
  '151f3a63abd30b11e46d13d408f6fabbcd9556d81a81233932239459ca73bdf8',
  "mutation ChangeEmail($email:String!$password:String!){accountChangeEmail(email:$email password:$password){...on EmailChangePayload{sentTo __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
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
  '01246734d3237304fbecb599e940108a5526e83fefaab9045b07c369d2f36138',
  "mutation DeleteAccount($password:String!){accountDelete(password:$password){...on AccountDeletePayload{deletedId __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeviceChangedDocument = persisted<types.DeviceChangedSubscription, types.DeviceChangedSubscriptionVariables>(
  'e40f07975763cc674f849f84539d31bbd4cef0524986aef4af3712bafdabde6b',
  "subscription DeviceChanged{deviceSessionChanged{...Device __typename}}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}",
);
