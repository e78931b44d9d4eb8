import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const CheckInDocument = persisted<types.CheckInQuery, types.CheckInQueryVariables>(
  '15b6a405b9c8175d5b9eda55cf89152a20487832aad5f8771cf94f11e21e9800',
  "query CheckIn($id:ID!){session(id:$id){...HostedSession joinCode endedAt archivedAt admission settings{joinWindowMinutes __typename}series{id title rule __typename}viewer{isHost participant{id role __typename}canJoin __typename}bookingSummary{booked pending waiting attended noShow cancelled __typename}revenue{currency netMinor __typename}bookings(first:100){totalCount nodes{...Attendee __typename}__typename}participants(first:100){nodes{...Attending attendedSeconds __typename}__typename}__typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Attending on Participant{id presence role user{id displayName __typename}__typename}",
);

export const CheckInEventsDocument = persisted<types.CheckInEventsSubscription, types.CheckInEventsSubscriptionVariables>(
  '1e4cc2a9fe03d6a76699a8024abb7b0813910df1321751304d22765b07cdf783',
  "subscription CheckInEvents($sessionId:ID!$after:EventCursor){sessionEvents(sessionId:$sessionId observe:true after:$after){cursor ...on ParticipantJoined{participant{...Attending __typename}__typename}...on ParticipantLeft{participant{...Attending __typename}__typename}...on ParticipantPresenceChanged{participant{...Attending __typename}__typename}...on SeatsChanged{seatsTaken seatsLeft __typename}...on SessionChanged{status session{...HostedSession __typename}__typename}__typename}}fragment Attending on Participant{id presence role user{id displayName __typename}__typename}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}",
);

export const ConfirmBookingDocument = persisted<types.ConfirmBookingMutation, types.ConfirmBookingMutationVariables>(
  '45992f0125086078c1e5b55979ca44c99097587cc6707d3721d3f7bdca8f392a',
  "mutation ConfirmBooking($id:ID!){bookingConfirm(id:$id){...Attendee ...Refused __typename}}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelAttendeeDocument = persisted<types.CancelAttendeeMutation, types.CancelAttendeeMutationVariables>(
  '254c8bb682ab2966a01d0ed5f47890998887567d4639a533f5f3295528ad2d1d',
  "mutation CancelAttendee($id:ID!$reason:String){bookingCancel(id:$id reason:$reason){...Attendee ...Refused __typename}}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CorrectAttendanceDocument = persisted<types.CorrectAttendanceMutation, types.CorrectAttendanceMutationVariables>(
  '20d834b5b6e09089a667d2c99fa017e35dff605e1097f8b5f816dec27bbd6c78',
  "mutation CorrectAttendance($input:BookingCorrectInput!){bookingCorrect(input:$input){...Attendee ...Refused __typename}}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
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

export const CheckInAttendeeDocument = persisted<types.CheckInAttendeeMutation, types.CheckInAttendeeMutationVariables>(
  '904058943f465081d7e48ebc20979658ce17f1aed230d64467f5b08edafa8cd7',
  "mutation CheckInAttendee($id:ID!$people:Int){bookingCheckIn(id:$id people:$people){...Attendee ...Refused __typename}}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UndoCheckInDocument = persisted<types.UndoCheckInMutation, types.UndoCheckInMutationVariables>(
  '725a5839b729d82bb95377e3225d4dad8299a69beb36342fd9757260eccdba36',
  "mutation UndoCheckIn($id:ID!){bookingCheckInUndo(id:$id){...Attendee ...Refused __typename}}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CheckInByCodeDocument = persisted<types.CheckInByCodeMutation, types.CheckInByCodeMutationVariables>(
  '300e9a7aa3d71fdc03f3f4a7e6c609e6e8ea90c5de1478f8f85f205bd388d533',
  "mutation CheckInByCode($sessionId:ID!$code:String!){bookingCheckInByCode(sessionId:$sessionId code:$code){...Attendee ...Refused __typename}}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const BookForDocument = persisted<types.BookForMutation, types.BookForMutationVariables>(
  '6d4afb4e9123a8faaf4cb6fa95cf279f9e3fb7ed04bbb14c6cf86ef0f60f3a04',
  "mutation BookFor($input:BookingCreateForInput!){bookingCreateFor(input:$input){...Attendee ...Refused __typename}}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const HandOverDocument = persisted<types.HandOverMutation, types.HandOverMutationVariables>(
  '3cba0e79f30a6931c8ac4fdaaf5c6eef226d53b25de0b18e85af0623b63a2149',
  "mutation HandOver($input:SessionHandOverInput!){sessionHandOver(input:$input){...on Session{id host{id displayName __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeskEventsDocument = persisted<types.DeskEventsSubscription, types.DeskEventsSubscriptionVariables>(
  '26844a9ca973117b39c1e84e4cf5f86fd0bd9ee722c4410474e354ee738f8bf5',
  "subscription DeskEvents($after:StudioCursor){hostEvents(kinds:[BOOKINGS]after:$after){cursor ...on BookingUpdate{booking{...Attendee session{id __typename}__typename}__typename}__typename}}fragment Attendee on Booking{id status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}",
);
