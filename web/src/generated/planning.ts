import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const PlannedSessionDocument = persisted<types.PlannedSessionQuery, types.PlannedSessionQueryVariables>(
  '36e52f4f0489a5e8a46c938df48f49bb3d2fc79ae3a75eba71a9eae3d70b88ad',
  "query PlannedSession($id:ID!){session(id:$id){...Plan viewer{isHost __typename}__typename}}fragment Plan on Session{...HostedSession description tags admission sequence{id title __typename}settings{autoReveal bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}",
);

export const SequencesDocument = persisted<types.SequencesQuery, types.SequencesQueryVariables>(
  '0d477d0317788d5c1e48df2556d89dfa5f8365c6b11fc97f6c2ba526df1c2745',
  "query Sequences{sequences(first:100){nodes{id title level __typename}__typename}}",
);

export const PlannedSeriesDocument = persisted<types.PlannedSeriesQuery, types.PlannedSeriesQueryVariables>(
  'fb52146c7dc97dcf6d2b687229704d423c03ff6a1612b485f64fb92d023e7df1',
  "query PlannedSeries($id:ID!){series(id:$id){...Recurring sessions(first:12){totalCount nodes{id title startsAt status seatsTaken maxParticipants __typename}__typename}__typename}}fragment Recurring on Series{id title description rule startsAt timeZone durationMinutes maxParticipants visibility admission tags endedAt price{amountMinor currency __typename}sequence{id title __typename}settings{autoReveal bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}",
);

export const HostedListsDocument = persisted<types.HostedListsQuery, types.HostedListsQueryVariables>(
  '3a75343b4e8e18e64fa9417362c49374a058f7a813f4c5d0a0318a3c213719a5',
  "query HostedLists($first:Int$after:String$last:Int$before:String$filter:SessionFilter){viewer{id hostedSessions(first:$first after:$after last:$last before:$before filter:$filter){totalCount nodes{...HostedSession __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}hostedSeries(first:20){nodes{id title rule startsAt timeZone endedAt __typename}__typename}__typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}",
);

export const MoneyDocument = persisted<types.MoneyQuery, types.MoneyQueryVariables>(
  '60255806d3779a1621395dca8e3ca0fb86e7c7fa457549c4acc4c3e977765be2',
  "query Money{viewer{id revenue{month sessionsHeld seatsTaken seatsOffered fillRatePercent revenue{currency grossMinor refundedMinor netMinor __typename}__typename}__typename}}",
);

export const CreateSessionDocument = persisted<types.CreateSessionMutation, types.CreateSessionMutationVariables>(
  'ebbce71410e8aa5410b9872ca211a9f9ba2ad6819f6a05435b41a2f73cca811d',
  "mutation CreateSession($input:SessionCreateInput!){sessionCreate(input:$input){...on Session{...HostedSession __typename}...Refused __typename}}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdateSessionDocument = persisted<types.UpdateSessionMutation, types.UpdateSessionMutationVariables>(
  '6f1b355e49e5edf61c6c3d7d6387deb3b3126763da812a03e0ddd5449c7b1dfc',
  "mutation UpdateSession($id:ID!$input:SessionUpdateInput!){sessionUpdate(id:$id input:$input){...on Session{...Plan __typename}...Refused __typename}}fragment Plan on Session{...HostedSession description tags admission sequence{id title __typename}settings{autoReveal bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment HostedSession on Session{id title startsAt timeZone durationMinutes status visibility maxParticipants seatsTaken seatsLeft waitlistLength price{amountMinor currency __typename}host{id displayName __typename}series{id __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CreateSeriesDocument = persisted<types.CreateSeriesMutation, types.CreateSeriesMutationVariables>(
  '3d7a90688bbf3aae123a3433ae650ab80a74ccacb5049fe5848f8bef98c87cc6',
  "mutation CreateSeries($input:SeriesCreateInput!){seriesCreate(input:$input){...Recurring ...Refused __typename}}fragment Recurring on Series{id title description rule startsAt timeZone durationMinutes maxParticipants visibility admission tags endedAt price{amountMinor currency __typename}sequence{id title __typename}settings{autoReveal bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdateSeriesDocument = persisted<types.UpdateSeriesMutation, types.UpdateSeriesMutationVariables>(
  '261acb537d75673b78a6d7dbc79918de449e2d210d7b510b5b319ae3bfa34957',
  "mutation UpdateSeries($id:ID!$from:ID$input:SeriesUpdateInput!){seriesUpdate(id:$id from:$from input:$input){...Recurring ...Refused __typename}}fragment Recurring on Series{id title description rule startsAt timeZone durationMinutes maxParticipants visibility admission tags endedAt price{amountMinor currency __typename}sequence{id title __typename}settings{autoReveal bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EndSeriesDocument = persisted<types.EndSeriesMutation, types.EndSeriesMutationVariables>(
  '2e3d3d107cd29149b1f42a307e10c7923cd8071dc3c51d7eff7395bad0d7d5ce',
  "mutation EndSeries($id:ID!$reason:String!){seriesEnd(id:$id reason:$reason){...Recurring ...Refused __typename}}fragment Recurring on Series{id title description rule startsAt timeZone durationMinutes maxParticipants visibility admission tags endedAt price{amountMinor currency __typename}sequence{id title __typename}settings{autoReveal bookingHoldMinutes deck freeCancellationHours idleTimeoutMinutes joinWindowMinutes reminderMinutes __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
