import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const GuestBookingDocument = persisted<types.GuestBookingQuery, types.GuestBookingQueryVariables>(
  '6959892060522f7f31301be3b5f2886f176a73e66e98c963a1b269f986e0693a',
  "query GuestBooking($token:String!){guestBooking(token:$token){...Guest __typename}}fragment Guest on GuestBooking{status seats guestNames checkInCode checkedInAt holdExpiresAt checkoutUrl amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}session{id title startsAt timeZone durationMinutes status host{id displayName __typename}__typename}__typename}",
);

export const CancelGuestBookingDocument = persisted<types.CancelGuestBookingMutation, types.CancelGuestBookingMutationVariables>(
  '902450209f8197fd6cf018411de2798e659219836b48991c204ba7e4d5e61b73',
  "mutation CancelGuestBooking($token:String!){guestBookingCancel(token:$token){...on GuestBooking{...Guest __typename}...Refused __typename}}fragment Guest on GuestBooking{status seats guestNames checkInCode checkedInAt holdExpiresAt checkoutUrl amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}session{id title startsAt timeZone durationMinutes status host{id displayName __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ClaimGuestBookingDocument = persisted<types.ClaimGuestBookingMutation, types.ClaimGuestBookingMutationVariables>(
  '1b10b230bae253e47dcfdef39d232ecc239d8c838fce3e4ced9ca6289d8a2588',
  "mutation ClaimGuestBooking($token:String!){guestBookingClaim(token:$token){...on Booking{id session{id __typename}__typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
