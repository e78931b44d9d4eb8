import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const AdminOverviewDocument = persisted<types.AdminOverviewQuery, types.AdminOverviewQueryVariables>(
  '43719a7ef4d91269a07511b2a30fa2b678cd8910b164abbacd6a69d65ceeb5f8',
  "query AdminOverview{adminOverview{...Overview __typename}}fragment Overview on AdminOverview{accounts activeDeviceSessions bookingsToday liveSessions onlineParticipants practiceSecondsToday today{...DayFigures __typename}todayByHost{...DayFigures __typename}__typename}fragment DayFigures on Today{date sessions liveSessions peopleIn seatsOffered seatsTaken received{currency grossMinor refundedMinor netMinor __typename}host{id displayName __typename}__typename}",
);

export const StudioEventsDocument = persisted<types.StudioEventsSubscription, types.StudioEventsSubscriptionVariables>(
  '5a48603aa84b70860b74f638d541266c390a777046c148edcca35e050e5d7799',
  "subscription StudioEvents($after:StudioCursor){studioEvents(after:$after){cursor occurredAt ...on StudioSnapshot{overview{...Overview __typename}__typename}...on OverviewUpdate{overview{...Overview __typename}__typename}...on SessionCreation{session{id title __typename}__typename}...on BookingUpdate{booking{id status user{id displayName __typename}session{id title seatsTaken seatsLeft __typename}__typename}__typename}...on DeviceSessionUpdate{deviceSession{id isActive deviceName account{id user{id displayName __typename}__typename}__typename}__typename}...on AuditUpdate{auditEvent{id action refusal actor{id displayName __typename}__typename}__typename}...on SeriesUpdate{series{id title __typename}__typename}...on SessionUpdate{session{id title status seatsTaken seatsLeft __typename}event{...on SessionChanged{status __typename}...on ParticipantJoined{participant{id presence user{id displayName __typename}__typename}__typename}...on ParticipantLeft{wasRemoved participant{id presence user{id displayName __typename}__typename}__typename}__typename}__typename}__typename}}fragment Overview on AdminOverview{accounts activeDeviceSessions bookingsToday liveSessions onlineParticipants practiceSecondsToday today{...DayFigures __typename}todayByHost{...DayFigures __typename}__typename}fragment DayFigures on Today{date sessions liveSessions peopleIn seatsOffered seatsTaken received{currency grossMinor refundedMinor netMinor __typename}host{id displayName __typename}__typename}",
);

export const AccountsDocument = persisted<types.AccountsQuery, types.AccountsQueryVariables>(
  'a1e460656b9c230fc5cc99115b8f22b1f604c9864e7abaee5226f784dbed09eb',
  "query Accounts($first:Int$after:String$last:Int$before:String$filter:AccountFilter){accounts(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{...Listed deviceSessions{id __typename}__typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}fragment Listed on Account{id email role status createdAt user{id displayName username __typename}__typename}",
);

export const AdminAccountDocument = persisted<types.AdminAccountQuery, types.AdminAccountQueryVariables>(
  'e7a78303b4fc502748a66d76f0101e2b299ce28f44d4a6d2d5656396ea6a982e',
  "query AdminAccount($id:ID!){account(id:$id){...Listed ...Factors emailVerifiedAt timeZone deviceSessions(includeEnded:true){...Device __typename}bookings(first:10){totalCount nodes{id status session{id title startsAt __typename}__typename}__typename}hostedSessions(first:5 filter:{status:[SCHEDULED LIVE]}){totalCount nodes{id title startsAt status __typename}__typename}__typename}}fragment Listed on Account{id email role status createdAt user{id displayName username __typename}__typename}fragment Factors on Account{id totpEnabledAt isTotpRequired recoveryCodesLeft passkeys{...Key __typename}__typename}fragment Key on Passkey{id name createdAt lastUsedAt __typename}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}",
);

export const ResetFactorsDocument = persisted<types.ResetFactorsMutation, types.ResetFactorsMutationVariables>(
  '3fce84175977f9a1d79496c2ce4d0da0b8a32a9417915df7c6a1b9aca6c98888',
  "mutation ResetFactors($id:ID!$reason:String!){accountResetSecondFactors(id:$id reason:$reason){...Factors ...on Account{deviceSessions(includeEnded:true){...Device __typename}__typename}...Refused __typename}}fragment Factors on Account{id totpEnabledAt isTotpRequired recoveryCodesLeft passkeys{...Key __typename}__typename}fragment Key on Passkey{id name createdAt lastUsedAt __typename}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const AllDevicesDocument = persisted<types.AllDevicesQuery, types.AllDevicesQueryVariables>(
  'babfb3d53ec4e9514ce35bbc96d9379166feb196112bcd676ce329ebaf8bb48b',
  "query AllDevices($first:Int$after:String$last:Int$before:String$filter:DeviceSessionFilter){deviceSessions(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{...Device account{id user{id displayName __typename}__typename}__typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}",
);

export const AllSessionsDocument = persisted<types.AllSessionsQuery, types.AllSessionsQueryVariables>(
  '2f5d8d383d17225247eefb06f90446e72cdd14ddccf3dafb5db743d854a2f8a9',
  "query AllSessions($first:Int$after:String$last:Int$before:String$filter:SessionFilter){adminSessions(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{id title startsAt status visibility seatsTaken maxParticipants host{id displayName __typename}__typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}",
);

export const AuditDocument = persisted<types.AuditQuery, types.AuditQueryVariables>(
  'ddefb573c742ac0ec0aae357f7387069929bbadc8279e617c6abd6ba1339381e',
  "query Audit($first:Int$after:String$last:Int$before:String$filter:AuditFilter){auditEvents(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{id action occurredAt reason refusal targetType targetId details ipAddress actor{id displayName __typename}__typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}",
);

export const DeliveriesDocument = persisted<types.DeliveriesQuery, types.DeliveriesQueryVariables>(
  '84797aafc092796446ddf38d1a91df3e40d8b0d75ad0e73e34653c372a534560',
  "query Deliveries($first:Int$after:String$last:Int$before:String$filter:NotificationDeliveryFilter){notificationDeliveries(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{...Delivery __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}fragment Delivery on NotificationDelivery{id kind state attempts createdAt finishedAt nextAttemptAt lastError account{id user{id displayName __typename}__typename}__typename}",
);

export const SuspendDocument = persisted<types.SuspendMutation, types.SuspendMutationVariables>(
  'c25e41ba74919bb9f77b44163e71cbc0cf217a4eb401623255382abe1d9e5a1b',
  "mutation Suspend($id:ID!$reason:String!){accountSuspend(id:$id reason:$reason){...on Account{...Listed deviceSessions(includeEnded:true){...Device __typename}__typename}...Refused __typename}}fragment Listed on Account{id email role status createdAt user{id displayName username __typename}__typename}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RestoreDocument = persisted<types.RestoreMutation, types.RestoreMutationVariables>(
  '157039b581321ab02e2819e74855ae865f847ecd3158019e9a6293651198c612',
  "mutation Restore($id:ID!$reason:String!){accountRestore(id:$id reason:$reason){...on Account{...Listed __typename}...Refused __typename}}fragment Listed on Account{id email role status createdAt user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const SetRoleDocument = persisted<types.SetRoleMutation, types.SetRoleMutationVariables>(
  '6c112ce0816ffe61f721e3daa11992e6dce5912238d39ff13ed624a3a1a86cc4',
  "mutation SetRole($id:ID!$role:Role!$reason:String!){accountSetRole(id:$id role:$role reason:$reason){...on Account{...Listed __typename}...Refused __typename}}fragment Listed on Account{id email role status createdAt user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EndDeviceOfDocument = persisted<types.EndDeviceOfMutation, types.EndDeviceOfMutationVariables>(
  '831ae6d1fbf4bcbb4a5aba76582c0d59a5da8d48d0814732c3d7623147950f86',
  "mutation EndDeviceOf($id:ID!$reason:String){deviceSessionRevoke(id:$id reason:$reason){...Device ...Refused __typename}}fragment Device on DeviceSession{id deviceName deviceType browser os ipAddress location createdAt lastActivityAt isActive isCurrent __typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EndDevicesOfDocument = persisted<types.EndDevicesOfMutation, types.EndDevicesOfMutationVariables>(
  'a00b4402fe70c0cf0f4b0b8b3f243624cdd735d65b85e7572c720141d02a3785',
  "mutation EndDevicesOf($accountId:ID!$reason:String){deviceSessionRevokeAll(accountId:$accountId reason:$reason){...on DeviceSessionRevokeAllPayload{revokedCount __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ModerateCancelDocument = persisted<types.ModerateCancelMutation, types.ModerateCancelMutationVariables>(
  'c35ce6711fcc6546f27b87de745e4b0af277199e51afc80dae871f6d2cd9cd7f',
  "mutation ModerateCancel($id:ID!$reason:String!){sessionCancel(id:$id reason:$reason){...on Session{id status __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ModerateDeleteDocument = persisted<types.ModerateDeleteMutation, types.ModerateDeleteMutationVariables>(
  'a217587ea8493f22387fda1f60137f3e2bb7f3b51d2a739383bc4aae7fd4d582',
  "mutation ModerateDelete($id:ID!$reason:String){sessionDelete(id:$id reason:$reason){...on SessionDeletePayload{deletedId __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const SendAgainDocument = persisted<types.SendAgainMutation, types.SendAgainMutationVariables>(
  'eab914267494d67b5a5567319e76fbedace37ceffb029fda5a2b9d6d20a9f84d',
  "mutation SendAgain($id:ID!$reason:String!){notificationDeliverySendAgain(id:$id reason:$reason){...Delivery ...Refused __typename}}fragment Delivery on NotificationDelivery{id kind state attempts createdAt finishedAt nextAttemptAt lastError account{id user{id displayName __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
