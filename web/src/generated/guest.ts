import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const GuestBookingDocument = persisted<types.GuestBookingQuery, types.GuestBookingQueryVariables>(
  '592af4822dc4a38807351484be884753f8650cc0abdb6e3bfecf7e04fc4516fd',
  "query GuestBooking($token:String!){guestBooking(token:$token){...Guest __typename}}fragment Guest on GuestBooking{status seats guestNames checkInCode checkedInAt holdExpiresAt checkoutUrl location{text __typename}meetingUrl amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}session{id title startsAt timeZone durationMinutes status host{id displayName __typename}__typename}__typename}",
);

export const CancelGuestBookingDocument = persisted<types.CancelGuestBookingMutation, types.CancelGuestBookingMutationVariables>(
  '4cb3cc28087d2754cbe2edcafc5a5aeae38b2f21d324ae2794abe58ea8028668',
  "mutation CancelGuestBooking($token:String!){guestBookingCancel(token:$token){...on GuestBooking{...Guest __typename}...Refused __typename}}fragment Guest on GuestBooking{status seats guestNames checkInCode checkedInAt holdExpiresAt checkoutUrl location{text __typename}meetingUrl amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}session{id title startsAt timeZone durationMinutes status host{id displayName __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ClaimGuestBookingDocument = persisted<types.ClaimGuestBookingMutation, types.ClaimGuestBookingMutationVariables>(
  '1b10b230bae253e47dcfdef39d232ecc239d8c838fce3e4ced9ca6289d8a2588',
  "mutation ClaimGuestBooking($token:String!){guestBookingClaim(token:$token){...on Booking{id session{id __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
