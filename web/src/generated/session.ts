import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const SessionDocument = persisted<types.SessionQuery, types.SessionQueryVariables>(
  '4689fa23d7fc3aaf55e4178591662c27b0629aa18d80f8d45ffbb046dd0d9a2f',
  "query Session($id:ID!){session(id:$id){...Card description admission endsAt endedAt bookingClosesAt location{text __typename}meetingUrl participantCount settings{joinWindowMinutes freeCancellationHours bookingHoldMinutes bookingClosesMinutes isLocked __typename}sequence{id title level durationSeconds poses{position name durationSeconds cue __typename}__typename}host{id displayName username bio __typename}viewer{...Part __typename}__typename}}fragment Card on Session{id title startsAt durationMinutes timeZone status tags seatsLeft seatsTaken maxParticipants waitlistLength price{amountMinor currency __typename}host{id displayName username __typename}__typename}fragment Part on SessionViewer{canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment OwnBooking on Booking{id status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil cancelledAt cancellationReason __typename}",
);

export const BookDocument = persisted<types.BookMutation, types.BookMutationVariables>(
  'dfd5868934b8b0c1850eab26edf68f25eeab2efa8a36cdaced0e156ef66ee144',
  "mutation Book($input:BookingCreateInput!){bookingCreate(input:$input){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil cancelledAt cancellationReason __typename}fragment Part on SessionViewer{canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelBookingDocument = persisted<types.CancelBookingMutation, types.CancelBookingMutationVariables>(
  'eb2263fa01989701b7f6d0d5af8ff07b953fbf72c23545de52dfeca3cf0a3ae9',
  "mutation CancelBooking($id:ID!$reason:String){bookingCancel(id:$id reason:$reason){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil cancelledAt cancellationReason __typename}fragment Part on SessionViewer{canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RefundOfSeatsDocument = persisted<types.RefundOfSeatsQuery, types.RefundOfSeatsQueryVariables>(
  'bdd7b41fd2557cd647ab78d37600441ed67565e94c5e9939e203ea8bc2217724',
  "query RefundOfSeats($id:ID!$seats:Int!){node(id:$id){...on Booking{id refundQuote(seats:$seats){amountMinor currency __typename}__typename}__typename}}",
);

export const UpdateBookingDocument = persisted<types.UpdateBookingMutation, types.UpdateBookingMutationVariables>(
  'd9537817eeca8d6ebf59c889a11504b2fdba9d4fa9da0e3b709214258f1abbae',
  "mutation UpdateBooking($input:BookingUpdateInput!){bookingUpdate(input:$input){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil cancelledAt cancellationReason __typename}fragment Part on SessionViewer{canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
