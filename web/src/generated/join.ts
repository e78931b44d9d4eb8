import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const ByCodeDocument = persisted<types.ByCodeQuery, types.ByCodeQueryVariables>(
  '066a02c9bdbec15be48d7dbca3c0c39238646dc34e75e67bbfceae0490e2f171',
  "query ByCode($code:String!){sessionByCode(code:$code){...Card __typename}}fragment Card on Session{id title startsAt durationMinutes timeZone status tags seatsLeft seatsTaken maxParticipants waitlistLength price{amountMinor currency __typename}host{id displayName username __typename}__typename}",
);
