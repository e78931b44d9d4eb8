import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const MyBookingsDocument = persisted<types.MyBookingsQuery, types.MyBookingsQueryVariables>(
  '7946392161c0028d9ef5cfac71b3d534009e0975e1ef827eb9340fcaa7cc1f45',
  "query MyBookings($first:Int$after:String$last:Int$before:String$filter:BookingFilter){viewer{id calendarUrl nextBooking{...Mine __typename}bookings(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{...Mine __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}joinedSessions(first:5){nodes{id title startsAt status __typename}__typename}__typename}}fragment Mine on Booking{...OwnBooking session{id title startsAt timeZone durationMinutes status host{id displayName __typename}viewer{canJoin __typename}__typename}__typename}fragment OwnBooking on Booking{id ...Receipted status seats guestNames checkInCode checkedInAt amount{amountMinor currency __typename}refundQuote{amountMinor currency __typename}refunded{amountMinor currency __typename}bookedAt holdExpiresAt checkoutUrl waitlistPosition freeCancellationUntil passCredits pass{id title balance credits __typename}cancelledAt cancellationReason __typename}fragment Receipted on Booking{payments{id receipt{number url __typename}__typename}__typename}",
);

export const RotateCalendarDocument = persisted<types.RotateCalendarMutation, types.RotateCalendarMutationVariables>(
  '9cdb29e0b17eeb4edcb251afbf244a03eca5b41753783145f760c8c941d5a715',
  "mutation RotateCalendar{accountRotateCalendar{...on Account{id calendarUrl __typename}__typename}}",
);

export const DisableCalendarDocument = persisted<types.DisableCalendarMutation, types.DisableCalendarMutationVariables>(
  '09c752964c4b8bebac0b120b570c8d02b8f98fa3c2f5d88edbb25e6120e54e71',
  "mutation DisableCalendar{accountDisableCalendar{...on Account{id calendarUrl __typename}__typename}}",
);
