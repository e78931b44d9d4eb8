import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const CatalogueDocument = persisted<types.CatalogueQuery, types.CatalogueQueryVariables>(
  'ede34cd383377477de9f17d8eb517194145cf38467dfbcc4f6552d9951a887ad',
  "query Catalogue($filter:SessionFilter$orderBy:SessionOrder$first:Int$after:String$last:Int$before:String){sessions(filter:$filter orderBy:$orderBy first:$first after:$after last:$last before:$before){totalCount nodes{...Card viewer{booking{id status __typename}__typename}__typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}}fragment Card on Session{id title startsAt durationMinutes timeZone status tags seatsLeft seatsTaken maxParticipants waitlistLength price{amountMinor currency __typename}host{id displayName username __typename}__typename}",
);

export const SeatsDocument = persisted<types.SeatsSubscription, types.SeatsSubscriptionVariables>(
  '06ec113910244378fa7b0dcb81ee2c9776dbd5cf7bf9e441166e1ac322d60fbf',
  "subscription Seats($sessionIds:[ID!]!){seatsChanged(sessionIds:$sessionIds){...Card __typename}}fragment Card on Session{id title startsAt durationMinutes timeZone status tags seatsLeft seatsTaken maxParticipants waitlistLength price{amountMinor currency __typename}host{id displayName username __typename}__typename}",
);
