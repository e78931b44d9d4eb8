import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const PlannedSessionDocument = persisted<types.PlannedSessionQuery, types.PlannedSessionQueryVariables>(
  '9c649f63bc79296df109d0632c194afa78fb6e58e14e43463722e1e3e0ceeaa8',
  "query PlannedSession($id:ID!){session(id:$id){...Plan viewer{isHost __typename}__typename}}fragment Plan on Session{...HostedSession description tags admission sequence{id title __typename}location{text __typename}meetingUrl settings{autoReveal bookingClosesMinutes bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}",
);

export const SequencesDocument = persisted<types.SequencesQuery, types.SequencesQueryVariables>(
  '0d477d0317788d5c1e48df2556d89dfa5f8365c6b11fc97f6c2ba526df1c2745',
  "query Sequences{sequences(first:100){nodes{id title level __typename}__typename}}",
);

export const PlannedSeriesDocument = persisted<types.PlannedSeriesQuery, types.PlannedSeriesQueryVariables>(
  '61a4851fc6449666f4f9aebc843ed1ed63f0a8d1de6c32bf5f20ed9dffe81bb5',
  "query PlannedSeries($id:ID!$from:DateTime!){series(id:$id){...Recurring sessions(first:12 filter:{from:$from}){totalCount nodes{id title startsAt status seatsTaken maxParticipants __typename}__typename}__typename}}fragment Recurring on Series{id title description rule startsAt timeZone durationMinutes maxParticipants visibility admission tags endedAt price{amountMinor currency __typename}sequence{id title __typename}location{text __typename}meetingUrl settings{autoReveal bookingClosesMinutes bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}",
);

export const HostedListsDocument = persisted<types.HostedListsQuery, types.HostedListsQueryVariables>(
  '30901d11f2c6b8099f2ca0bcd8fb8d0cc230e448d8e361bd7ecaffdde227119e',
  "query HostedLists($first:Int$after:String$last:Int$before:String$filter:SessionFilter$afterSeries:String){viewer{id hostedSessions(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{...HostedSession __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}hostedSeries(first:100 after:$afterSeries){pageInfo{endCursor hasNextPage __typename}nodes{id title rule startsAt timeZone endedAt __typename}__typename}__typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}",
);

export const MoneyDocument = persisted<types.MoneyQuery, types.MoneyQueryVariables>(
  'cca9a549228bd30f7c9bca6ba64548342963be6f85b086c4bdaebb497fd9f4b0',
  "query Money{viewer{id revenue{month sessionsHeld seatsTaken seatsOffered fillRatePercent revenue{currency grossMinor refundedMinor netMinor __typename}passRevenue{currency grossMinor refundedMinor netMinor __typename}__typename}__typename}}",
);

export const CreateSessionDocument = persisted<types.CreateSessionMutation, types.CreateSessionMutationVariables>(
  'b58a2d0e8cf356be1b9168d7b81b5c1f6256b2ddcdc2a60736fa9efbe4374049',
  "mutation CreateSession($input:SessionCreateInput!){sessionCreate(input:$input){...on Session{...HostedSession __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdateSessionDocument = persisted<types.UpdateSessionMutation, types.UpdateSessionMutationVariables>(
  '7c863c42a14760940e199e3d7273d3badad3e56f5a5456aed4873a1b9d6166d0',
  "mutation UpdateSession($id:ID!$input:SessionUpdateInput!){sessionUpdate(id:$id input:$input){...on Session{...Plan __typename}...Refused __typename}}fragment Plan on Session{...HostedSession description tags admission sequence{id title __typename}location{text __typename}meetingUrl settings{autoReveal bookingClosesMinutes bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment HostedSession on Session{id title startsAt timeZone durationMinutes settings{joinWindowMinutes __typename}status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CreateSeriesDocument = persisted<types.CreateSeriesMutation, types.CreateSeriesMutationVariables>(
  '28c099cf8e35b878f50060f225df97be5fa1cebe0988bfa6154842d9f2b8d8d7',
  "mutation CreateSeries($input:SeriesCreateInput!){seriesCreate(input:$input){...Recurring ...Refused __typename}}fragment Recurring on Series{id title description rule startsAt timeZone durationMinutes maxParticipants visibility admission tags endedAt price{amountMinor currency __typename}sequence{id title __typename}location{text __typename}meetingUrl settings{autoReveal bookingClosesMinutes bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdateSeriesDocument = persisted<types.UpdateSeriesMutation, types.UpdateSeriesMutationVariables>(
  '580079ddc76fa0dcca75c6a001cb5c1fdf301893bc63c74c044b73cbdbc66420',
  "mutation UpdateSeries($id:ID!$from:ID$input:SeriesUpdateInput!){seriesUpdate(id:$id from:$from input:$input){...Recurring ...Refused __typename}}fragment Recurring on Series{id title description rule startsAt timeZone durationMinutes maxParticipants visibility admission tags endedAt price{amountMinor currency __typename}sequence{id title __typename}location{text __typename}meetingUrl settings{autoReveal bookingClosesMinutes bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EndSeriesDocument = persisted<types.EndSeriesMutation, types.EndSeriesMutationVariables>(
  'abfe53808927a8cda2829c58ca3541ca4caeecbcad8e9981f766508fef47a872',
  "mutation EndSeries($id:ID!$reason:String!){seriesEnd(id:$id reason:$reason){...Recurring ...Refused __typename}}fragment Recurring on Series{id title description rule startsAt timeZone durationMinutes maxParticipants visibility admission tags endedAt price{amountMinor currency __typename}sequence{id title __typename}location{text __typename}meetingUrl settings{autoReveal bookingClosesMinutes bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
