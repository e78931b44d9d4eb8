import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const SessionDocument = persisted<types.SessionQuery, types.SessionQueryVariables>(
  '0e9776018fb81d844f03dbed6883ffd1da44ef3c03d5f625c450f6fc8a52d553',
  "query Session($id:ID!){session(id:$id){...Card description admission endsAt endedAt bookingClosesAt passOffers{id __typename}location{text __typename}meetingUrl participantCount settings{joinWindowMinutes freeCancellationHours bookingHoldMinutes bookingClosesMinutes isLocked __typename}sequence{id title level durationSeconds poses{position name durationSeconds cue __typename}__typename}host{id displayName username bio __typename}viewer{...Part __typename}__typename}}fragment Card on Session{id title startsAt durationMinutes timeZone status tags seatsLeft seatsTaken maxParticipants waitlistLength price{amountMinor currency __typename}host{id displayName username __typename}__typename}fragment Part on SessionViewer{passes{id title credits balance validUntil __typename}canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}",
);

export const BookDocument = persisted<types.BookMutation, types.BookMutationVariables>(
  '94731b0f12841bff55a5ba4e3a51bc2bf151637e072a858e76aff9b927cebb24',
  "mutation Book($input:BookingCreateInput!){bookingCreate(input:$input){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Part on SessionViewer{passes{id title credits balance validUntil __typename}canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelBookingDocument = persisted<types.CancelBookingMutation, types.CancelBookingMutationVariables>(
  '69529189be5c74d57df0fa6532a247a9e1ddc85f844b54afc8d70b89caedcee0',
  "mutation CancelBooking($id:ID!$reason:String){bookingCancel(id:$id reason:$reason){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Part on SessionViewer{passes{id title credits balance validUntil __typename}canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RefundNowDocument = persisted<types.RefundNowQuery, types.RefundNowQueryVariables>(
  '1f457d7f585f85c2d40557abc80eafa908a22affe35c5586071faeb531a4adf5',
  "query RefundNow($id:ID!){node(id:$id){...on Booking{id refundQuote{amountMinor currency __typename}__typename}__typename}}",
);

export const RefundOfSeatsDocument = persisted<types.RefundOfSeatsQuery, types.RefundOfSeatsQueryVariables>(
  'bdd7b41fd2557cd647ab78d37600441ed67565e94c5e9939e203ea8bc2217724',
  "query RefundOfSeats($id:ID!$seats:Int!){node(id:$id){...on Booking{id refundQuote(seats:$seats){amountMinor currency __typename}__typename}__typename}}",
);

export const UpdateBookingDocument = persisted<types.UpdateBookingMutation, types.UpdateBookingMutationVariables>(
  'b500460762435b0cb89a028b5a2642aa36df7a8ad87334562b0bffe5e4064287',
  "mutation UpdateBooking($input:BookingUpdateInput!){bookingUpdate(input:$input){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Part on SessionViewer{passes{id title credits balance validUntil __typename}canBook bookingReason canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
