import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const CheckInDocument = persisted<types.CheckInQuery, types.CheckInQueryVariables>(
  'fca71a8b1434e764eeb6b9c54423ae9f290844dd1fcd2beac7290d29c73b7cbe',
  "query CheckIn($id:ID!$first:Int$after:String$last:Int$before:String$afterWalkIn:String){session(id:$id){...HostedSession joinCode endedAt archivedAt admission settings{joinWindowMinutes __typename}series{id title rule __typename}viewer{isHost participant{id role __typename}canJoin __typename}bookingSummary{booked pending waiting attended noShow cancelled __typename}revenue{currency netMinor __typename}bookings(first:$first after:$after last:$last before:$before){totalCount nodes{...Attendee __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}participants(first:100 after:$afterWalkIn hasBooking:false presence:[ONLINE RECONNECTING OFFLINE]){nodes{...Attending __typename}pageInfo{endCursor hasNextPage __typename}__typename}__typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Attending on Participant{id presence role user{id displayName __typename}__typename}",
);

export const CheckInEventsDocument = persisted<types.CheckInEventsSubscription, types.CheckInEventsSubscriptionVariables>(
  '98b54811eccc0165be89af4597bdbf9489a889237b036dfe69d7b5d9523536dd',
  "subscription CheckInEvents($sessionId:ID!$after:EventCursor){sessionEvents(sessionId:$sessionId observe:true after:$after){cursor ...on ParticipantJoined{participant{...Attending __typename}__typename}...on ParticipantLeft{participant{...Attending __typename}__typename}...on ParticipantPresenceChanged{participant{...Attending __typename}__typename}...on SeatsChanged{seatsTaken seatsLeft __typename}...on SessionChanged{status session{...HostedSession __typename}__typename}__typename}}fragment Attending on Participant{id presence role user{id displayName __typename}__typename}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}",
);

export const ConfirmBookingDocument = persisted<types.ConfirmBookingMutation, types.ConfirmBookingMutationVariables>(
  '2326abd28e899e245068c1ca6cce9b5b576d319e58a2c25da3fbfd22bcbb404f',
  "mutation ConfirmBooking($id:ID!){bookingConfirm(id:$id){...Attendee ...Refused __typename}}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelAttendeeDocument = persisted<types.CancelAttendeeMutation, types.CancelAttendeeMutationVariables>(
  '63d7e5e56dd51f86191ebef4fb0163845179500fc92f4906dca5503cd17767da',
  "mutation CancelAttendee($id:ID!$reason:String){bookingCancel(id:$id reason:$reason){...Attendee ...Refused __typename}}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CorrectAttendanceDocument = persisted<types.CorrectAttendanceMutation, types.CorrectAttendanceMutationVariables>(
  '00de13e2225ff79eb309d144eff6b2e333904174c4f59b0a80c2713e0548b653',
  "mutation CorrectAttendance($input:BookingCorrectInput!){bookingCorrect(input:$input){...Attendee ...Refused __typename}}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const PublishSessionDocument = persisted<types.PublishSessionMutation, types.PublishSessionMutationVariables>(
  'fbc76f7b0f9cf879779863fc5cde50d078a2b2c76a0fa4740dca82c577139aed',
  "mutation PublishSession($id:ID!){sessionPublish(id:$id){...on Session{...HostedSession __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const StartSessionDocument = persisted<types.StartSessionMutation, types.StartSessionMutationVariables>(
  '00feac2f3312171f2427a9636f32bd065215ba4c2551a0c1e02441f0379d7114',
  "mutation StartSession($id:ID!){sessionStart(id:$id){...on Session{...HostedSession __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelSessionDocument = persisted<types.CancelSessionMutation, types.CancelSessionMutationVariables>(
  'a486bf30f5dfafeaae2dada00f7f322ddf18a525ceae176e1d087deb4b9d61b8',
  "mutation CancelSession($id:ID!$reason:String!){sessionCancel(id:$id reason:$reason){...on Session{...HostedSession __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeleteSessionDocument = persisted<types.DeleteSessionMutation, types.DeleteSessionMutationVariables>(
  'e77463b81baad945f3f2fef226acc2029591e0e763bb8eb977c00545eb665d23',
  "mutation DeleteSession($id:ID!){sessionDelete(id:$id){...on SessionDeletePayload{deletedId __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ArchiveSessionDocument = persisted<types.ArchiveSessionMutation, types.ArchiveSessionMutationVariables>(
  'b810432c6d464cfae671c8721c1724fefc50640ba728a95bfdc9265087d74317',
  "mutation ArchiveSession($id:ID!){sessionArchive(id:$id){...on Session{...HostedSession archivedAt __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UnarchiveSessionDocument = persisted<types.UnarchiveSessionMutation, types.UnarchiveSessionMutationVariables>(
  '609843d990b9cf8cdfa73d015539e203b00cf35710eeb141ede9c92bf53f060e',
  "mutation UnarchiveSession($id:ID!){sessionUnarchive(id:$id){...on Session{...HostedSession archivedAt __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CheckInAttendeeDocument = persisted<types.CheckInAttendeeMutation, types.CheckInAttendeeMutationVariables>(
  'df37840a86d54c53867480286bdd01b32e42449f676b4141dd799adcd5339c26',
  "mutation CheckInAttendee($id:ID!$people:Int){bookingCheckIn(id:$id people:$people){...Attendee ...Refused __typename}}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UndoCheckInDocument = persisted<types.UndoCheckInMutation, types.UndoCheckInMutationVariables>(
  '092c92752ff6db2fec4ccd986432c0a2f075b91c6ba8ba6905d8ea168293015a',
  "mutation UndoCheckIn($id:ID!){bookingCheckInUndo(id:$id){...Attendee ...Refused __typename}}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CheckInByCodeDocument = persisted<types.CheckInByCodeMutation, types.CheckInByCodeMutationVariables>(
  '7211212451affe05713380d8956b1aa946bafa3f12b73d93b47795fe809547cd',
  "mutation CheckInByCode($sessionId:ID!$code:String!){bookingCheckInByCode(sessionId:$sessionId code:$code){...Attendee ...Refused __typename}}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const BookForDocument = persisted<types.BookForMutation, types.BookForMutationVariables>(
  'a422a9289a9a700a2f7dbb911985429e1428a8b7f2b0f3839388bc51d63e73b8',
  "mutation BookFor($input:BookingCreateForInput!){bookingCreateFor(input:$input){...Attendee ...Refused __typename}}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const HandOverDocument = persisted<types.HandOverMutation, types.HandOverMutationVariables>(
  '3cba0e79f30a6931c8ac4fdaaf5c6eef226d53b25de0b18e85af0623b63a2149',
  "mutation HandOver($input:SessionHandOverInput!){sessionHandOver(input:$input){...on Session{id host{id displayName __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeskEventsDocument = persisted<types.DeskEventsSubscription, types.DeskEventsSubscriptionVariables>(
  'b332f7f266a889823587f23e9d45c6b3b917dbb642fe75f1eb6d1a26171a5ba9',
  "subscription DeskEvents($after:StudioCursor){hostEvents(kinds:[BOOKINGS]after:$after){cursor ...on BookingUpdate{booking{...Attendee session{id __typename}__typename}__typename}__typename}}fragment Attendee on Booking{id participant{id presence __typename}...Receipted status seats guestNames checkedInAt arrived guest{name email __typename}bookedAt waitlistPosition holdExpiresAt attendedSeconds cancellationReason amount{amountMinor currency __typename}user{id displayName username __typename}__typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}",
);
