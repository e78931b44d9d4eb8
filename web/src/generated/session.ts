import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const SessionDocument = persisted<types.SessionQuery, types.SessionQueryVariables>(
  'e51ded0f62b28d096c95f373b40f293fcb45753759d9489feedd4e1db5364b89',
  "query Session($id:ID!){session(id:$id){...Card description admission endsAt endedAt bookingClosesAt location{text __typename}meetingUrl participantCount settings{joinWindowMinutes freeCancellationHours bookingHoldMinutes bookingClosesMinutes isLocked __typename}sequence{id title level durationSeconds poses{position name durationSeconds cue __typename}__typename}host{id displayName username bio __typename}viewer{...Part __typename}__typename}}fragment Card on Session{id title startsAt durationMinutes timeZone status tags seatsLeft seatsTaken maxParticipants waitlistLength price{amountMinor currency __typename}host{id displayName username __typename}__typename}fragment Part on SessionViewer{canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment OwnBooking on Booking{id status amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil cancelledAt cancellationReason __typename}",
);

export const BookDocument = persisted<types.BookMutation, types.BookMutationVariables>(
  'bf3c4f2433973c300da4daa7443e968b0b03296a6f4bccc06037d2399e2a52a4',
  "mutation Book($input:BookingCreateInput!){bookingCreate(input:$input){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id status amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil cancelledAt cancellationReason __typename}fragment Part on SessionViewer{canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelBookingDocument = persisted<types.CancelBookingMutation, types.CancelBookingMutationVariables>(
  'ebe27d44fc29ad977ef98f4c22447998d9a94b48539ba68a7c9a68f455dc53e0',
  "mutation CancelBooking($id:ID!$reason:String){bookingCancel(id:$id reason:$reason){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id status amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil cancelledAt cancellationReason __typename}fragment Part on SessionViewer{canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
