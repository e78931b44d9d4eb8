import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const ViewerDocument = persisted<types.ViewerQuery, types.ViewerQueryVariables>(
  '58c8676b7c1594368608e0580aa6ca07d3ec7c86e83ef2f9462f0544d8e7cd7f',
  "query Viewer{viewer{id role email emailVerifiedAt totpEnabledAt isTotpRequired timeZone user{id displayName username __typename}__typename}}",
);

export const ViewerEventsDocument = persisted<types.ViewerEventsSubscription, types.ViewerEventsSubscriptionVariables>(
  '9d3485c3bb4696abdad1b02aabd842eae98c0d60440435e3b3617a149f92c840',
  "subscription ViewerEvents($after:StudioCursor){viewerEvents(after:$after){cursor occurredAt ...on ViewerSnapshot{account{id __typename}__typename}...on BookingUpdate{booking{id status waitlistPosition holdExpiresAt session{id title seatsLeft seatsTaken viewer{canBook canJoin bookingReason canJoinWaitlist reason booking{id __typename}__typename}__typename}__typename}__typename}...on PracticeUpdate{practiceId practice{id status durationSeconds pausedAt posesCompleted __typename}__typename}...on DeviceSessionUpdate{deviceSession{id isActive __typename}__typename}__typename}}",
);
