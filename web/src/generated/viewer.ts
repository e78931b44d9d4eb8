import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const ViewerDocument = persisted<types.ViewerQuery, types.ViewerQueryVariables>(
  'dd21d87da56958a5c6e5412a8c81979b9156f3c7e7b5419fdf8dde3ab5828d40',
  "query Viewer{viewer{id role email emailVerifiedAt timeZone user{id displayName username __typename}__typename}}",
);

export const ViewerEventsDocument = persisted<types.ViewerEventsSubscription, types.ViewerEventsSubscriptionVariables>(
  '74bb297b81f982f84c3cce2cc93cb50f6cfdbbc6667d3bf0188f1158c6ecccfc',
  "subscription ViewerEvents($after:StudioCursor){viewerEvents(after:$after){cursor occurredAt ...on ViewerSnapshot{account{id __typename}__typename}...on BookingUpdate{booking{id status waitlistPosition holdExpiresAt session{id title seatsLeft seatsTaken viewer{canBook canJoin bookingReason reason booking{id __typename}__typename}__typename}__typename}__typename}...on PracticeUpdate{practiceId practice{id status durationSeconds pausedAt posesCompleted __typename}__typename}...on DeviceSessionUpdate{deviceSession{id isActive __typename}__typename}__typename}}",
);
