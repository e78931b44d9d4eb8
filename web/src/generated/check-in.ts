import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const CheckInDocument = persisted<types.CheckInQuery, types.CheckInQueryVariables>(
  '1f7a285c5638a3d8ec62035779b5d5e0a07c5da51738176b51a6d4794571ae1b',
  "query CheckIn($id:ID!){session(id:$id){...HostedSession joinCode endedAt archivedAt admission settings{joinWindowMinutes __typename}series{id title rule __typename}viewer{isHost participant{id role __typename}canJoin __typename}bookingSummary{booked pending waiting attended noShow cancelled __typename}revenue{currency netMinor __typename}bookings(first:100){totalCount nodes{...Attendee __typename}__typename}participants(first:100){nodes{...Attending attendedSeconds __typename}__typename}__typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Attendee on Booking{id ...Receipted status bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Attending on Participant{id presence role user{id displayName __typename}__typename}",
);

export const CheckInEventsDocument = persisted<types.CheckInEventsSubscription, types.CheckInEventsSubscriptionVariables>(
  '1e4cc2a9fe03d6a76699a8024abb7b0813910df1321751304d22765b07cdf783',
  "subscription CheckInEvents($sessionId:ID!$after:EventCursor){sessionEvents(sessionId:$sessionId observe:true after:$after){cursor ...on ParticipantJoined{participant{...Attending __typename}__typename}...on ParticipantLeft{participant{...Attending __typename}__typename}...on ParticipantPresenceChanged{participant{...Attending __typename}__typename}...on SeatsChanged{seatsTaken seatsLeft __typename}...on SessionChanged{status session{...HostedSession __typename}__typename}__typename}}fragment Attending on Participant{id presence role user{id displayName __typename}__typename}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}",
);

export const ConfirmBookingDocument = persisted<types.ConfirmBookingMutation, types.ConfirmBookingMutationVariables>(
  'b90649d1a5a61911e5cf20f0c34fbe6df89b106cd2631db17d7b6faa8b2afe2b',
  "mutation ConfirmBooking($id:ID!){bookingConfirm(id:$id){...Attendee ...Refused __typename}}fragment Attendee on Booking{id ...Receipted status bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelAttendeeDocument = persisted<types.CancelAttendeeMutation, types.CancelAttendeeMutationVariables>(
  'eb5d21babaae82350f90d264f20291e71c9010e218daebf6879ec47eced10bea',
  "mutation CancelAttendee($id:ID!$reason:String){bookingCancel(id:$id reason:$reason){...Attendee ...Refused __typename}}fragment Attendee on Booking{id ...Receipted status bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CorrectAttendanceDocument = persisted<types.CorrectAttendanceMutation, types.CorrectAttendanceMutationVariables>(
  '1336d9977ea89be082b6c3be44b82e6ce9c0018f256890b1574ffc87185917ea',
  "mutation CorrectAttendance($input:BookingCorrectInput!){bookingCorrect(input:$input){...Attendee ...Refused __typename}}fragment Attendee on Booking{id ...Receipted status bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const PublishSessionDocument = persisted<types.PublishSessionMutation, types.PublishSessionMutationVariables>(
  '963f2119663de885061f14f7bd98d0a84c5303b3b3481dd597dfa4e7f1f897e7',
  "mutation PublishSession($id:ID!){sessionPublish(id:$id){...on Session{...HostedSession __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const StartSessionDocument = persisted<types.StartSessionMutation, types.StartSessionMutationVariables>(
  '5b4d5f439caff8f40ee3da065c2b85af7c03577998b9c285c29f6a9cc271e557',
  "mutation StartSession($id:ID!){sessionStart(id:$id){...on Session{...HostedSession __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelSessionDocument = persisted<types.CancelSessionMutation, types.CancelSessionMutationVariables>(
  '1b5aea1ba2e23c1bd3fb5d9635a81a409a6a94ec85e30d41343fd8a0a9a80bf7',
  "mutation CancelSession($id:ID!$reason:String!){sessionCancel(id:$id reason:$reason){...on Session{...HostedSession __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeleteSessionDocument = persisted<types.DeleteSessionMutation, types.DeleteSessionMutationVariables>(
  'e77463b81baad945f3f2fef226acc2029591e0e763bb8eb977c00545eb665d23',
  "mutation DeleteSession($id:ID!){sessionDelete(id:$id){...on SessionDeletePayload{deletedId __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ArchiveSessionDocument = persisted<types.ArchiveSessionMutation, types.ArchiveSessionMutationVariables>(
  'eeb178a35c6b66ac01c3e591ee008858db30df1e109aeb335761483dd7d16830',
  "mutation ArchiveSession($id:ID!){sessionArchive(id:$id){...on Session{...HostedSession archivedAt __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UnarchiveSessionDocument = persisted<types.UnarchiveSessionMutation, types.UnarchiveSessionMutationVariables>(
  'cd079e882f65de768f9fb2f874047e38bf39abb5d683eac61afe401040df22ed',
  "mutation UnarchiveSession($id:ID!){sessionUnarchive(id:$id){...on Session{...HostedSession archivedAt __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
