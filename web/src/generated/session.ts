import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const SessionDocument = persisted<types.SessionQuery, types.SessionQueryVariables>(
  '03e6349182671db911e5abcc134cc2ee1cc68c01b51393a78a318e4d7cba401a',
  "query Session($id:ID!){session(id:$id){...Facts passOffers{id __typename}location{text __typename}meetingUrl participantCount sequence{id title level durationSeconds poses{position name durationSeconds cue __typename}__typename}host{id displayName username bio __typename}viewer{...Part __typename}__typename}}fragment Facts on Session{...Card description admission endsAt endedAt bookingClosesAt settings{joinWindowMinutes freeCancellationHours bookingHoldMinutes bookingClosesMinutes isLocked __typename}__typename}fragment Card on Session{id title startsAt durationMinutes timeZone status tags seatsLeft seatsTaken maxParticipants waitlistLength price{amountMinor currency __typename}host{id displayName username __typename}__typename}fragment Part on SessionViewer{passes{id title credits balance validUntil __typename}canBook bookingReason canJoinWaitlist canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}",
);

export const SessionFactsDocument = persisted<types.SessionFactsSubscription, types.SessionFactsSubscriptionVariables>(
  'f7d8e33c548c45c2b15d58e9e12aa8a56c0bd21ef240e7b9bf45e810be7b9f9e',
  "subscription SessionFacts($id:ID!){seatsChanged(sessionIds:[$id]){...Facts __typename}}fragment Facts on Session{...Card description admission endsAt endedAt bookingClosesAt settings{joinWindowMinutes freeCancellationHours bookingHoldMinutes bookingClosesMinutes isLocked __typename}__typename}fragment Card on Session{id title startsAt durationMinutes timeZone status tags seatsLeft seatsTaken maxParticipants waitlistLength price{amountMinor currency __typename}host{id displayName username __typename}__typename}",
);

export const BookDocument = persisted<types.BookMutation, types.BookMutationVariables>(
  '6f1a13cf3f7b8b373dc19ca6e3b5df64e50e7016c794dd094a6769613b3246b9',
  "mutation Book($input:BookingCreateInput!){bookingCreate(input:$input){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Part on SessionViewer{passes{id title credits balance validUntil __typename}canBook bookingReason canJoinWaitlist canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CancelBookingDocument = persisted<types.CancelBookingMutation, types.CancelBookingMutationVariables>(
  '673bb277064ebad56c2e44cf75e8e19d04025c918242de12ca21e92aec611d59',
  "mutation CancelBooking($id:ID!$reason:String){bookingCancel(id:$id reason:$reason){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Part on SessionViewer{passes{id title credits balance validUntil __typename}canBook bookingReason canJoinWaitlist canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
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
  '344cfde07b886e436ef0763df566f062183fe9a88dd7eb7864a859fd76000648',
  "mutation UpdateBooking($input:BookingUpdateInput!){bookingUpdate(input:$input){...on Booking{...OwnBooking session{id seatsLeft seatsTaken waitlistLength viewer{...Part __typename}__typename}__typename}...Refused __typename}}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}fragment Part on SessionViewer{passes{id title credits balance validUntil __typename}canBook bookingReason canJoinWaitlist canJoin reason isHost participant{id role presence __typename}practice{id status durationSeconds __typename}booking{...OwnBooking __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
