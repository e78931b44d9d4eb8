import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const RoomDocument = persisted<types.RoomQuery, types.RoomQueryVariables>(
  'e1db12549d06f94aaf498a0edc1c9f982c34bc4ad4d3e475cc587f1dda9b58be',
  "query Room($id:ID!){session(id:$id){...Place location{text __typename}meetingUrl viewer{isHost canJoin reason participant{id role presence __typename}practice{id status durationSeconds __typename}__typename}__typename}}fragment Place on Session{id title status startsAt startedAt endedAt timeZone durationMinutes joinCode participantCount admission settings{isLocked autoReveal deck __typename}host{id displayName __typename}__typename}",
);

export const WhereNowDocument = persisted<types.WhereNowQuery, types.WhereNowQueryVariables>(
  '93cce5368c4796add2c50c02dcbbff58acbc5209584843020ea5491234988d56',
  "query WhereNow($id:ID!){session(id:$id){id location{text __typename}meetingUrl __typename}}",
);

export const RoomEventsDocument = persisted<types.RoomEventsSubscription, types.RoomEventsSubscriptionVariables>(
  '3a42790b0d20d18e0a040c8e90f28c1bb549bc776c9b7248e4cc93b5be29b404',
  "subscription RoomEvents($sessionId:ID!$after:EventCursor){sessionEvents(sessionId:$sessionId after:$after){cursor occurredAt session{...Place __typename}...on SessionSnapshot{participants{...Person __typename}stories{...Item __typename}__typename}...on ParticipantJoined{participant{...Person __typename}__typename}...on ParticipantLeft{wasRemoved participant{...Person __typename}__typename}...on ParticipantPresenceChanged{participant{...Person __typename}__typename}...on ParticipantRoleChanged{participant{...Person __typename}__typename}...on ParticipantVotingChanged{participant{...Person __typename}__typename}...on StoryChanged{story{...Item __typename}__typename}...on StoryDeleted{storyId __typename}...on VoteCast{storyId user{id displayName __typename}__typename}...on SeatsChanged{seatsTaken seatsLeft __typename}...on SessionChanged{status __typename}__typename}}fragment Place on Session{id title status startsAt startedAt endedAt timeZone durationMinutes joinCode participantCount admission settings{isLocked autoReveal deck __typename}host{id displayName __typename}__typename}fragment Person on Participant{id role presence isVoter joinedAt user{id displayName __typename}__typename}fragment Item on Story{id title description position status round deck estimate result{average median consensus counts{value count __typename}__typename}votes{revealedValue user{id displayName __typename}__typename}__typename}",
);

export const JoinRoomDocument = persisted<types.JoinRoomMutation, types.JoinRoomMutationVariables>(
  '93c0b12098bc3b34c94614982d682f054e4b688021875d58b88636feb7c98a07',
  "mutation JoinRoom($sessionId:ID$code:String$asSpectator:Boolean){sessionJoin(sessionId:$sessionId code:$code asSpectator:$asSpectator){...on SessionJoinPayload{session{...Place __typename}participant{...Person __typename}__typename}...Refused __typename}}fragment Place on Session{id title status startsAt startedAt endedAt timeZone durationMinutes joinCode participantCount admission settings{isLocked autoReveal deck __typename}host{id displayName __typename}__typename}fragment Person on Participant{id role presence isVoter joinedAt user{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const LeaveRoomDocument = persisted<types.LeaveRoomMutation, types.LeaveRoomMutationVariables>(
  '5c6ee30da74707363f776a37d357104f89f4c11b9c59d2c340e4e6bf7763079d',
  "mutation LeaveRoom($sessionId:ID!){sessionLeave(sessionId:$sessionId){...Person ...Refused __typename}}fragment Person on Participant{id role presence isVoter joinedAt user{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const StartRoomDocument = persisted<types.StartRoomMutation, types.StartRoomMutationVariables>(
  '7d2cfae49855a8232372b7578cc471b8157be38ad802bf6f39c92dd6cbc4da68',
  "mutation StartRoom($id:ID!){sessionStart(id:$id){...on Session{...Place __typename}...Refused __typename}}fragment Place on Session{id title status startsAt startedAt endedAt timeZone durationMinutes joinCode participantCount admission settings{isLocked autoReveal deck __typename}host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const EndRoomDocument = persisted<types.EndRoomMutation, types.EndRoomMutationVariables>(
  'a602ae2cd74989222c9659a54fbb1bdf8047b8e631b581510dc92ac37a5925e8',
  "mutation EndRoom($id:ID!){sessionEnd(id:$id){...on Session{...Place __typename}...Refused __typename}}fragment Place on Session{id title status startsAt startedAt endedAt timeZone durationMinutes joinCode participantCount admission settings{isLocked autoReveal deck __typename}host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ChangeRoomDocument = persisted<types.ChangeRoomMutation, types.ChangeRoomMutationVariables>(
  '145aafdbbaa146ed8791070415aff68a3a174b4a84a38fb5dc8a233f22b317d7',
  "mutation ChangeRoom($id:ID!$input:SessionUpdateInput!){sessionUpdate(id:$id input:$input){...on Session{...Place __typename}...Refused __typename}}fragment Place on Session{id title status startsAt startedAt endedAt timeZone durationMinutes joinCode participantCount admission settings{isLocked autoReveal deck __typename}host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RotateCodeDocument = persisted<types.RotateCodeMutation, types.RotateCodeMutationVariables>(
  '1c5988d55fdd56f2bca4962e103207ca4971564c520bf1422aed4b0d8ea9300f',
  "mutation RotateCode($id:ID!){sessionRotateCode(id:$id){...on Session{...Place __typename}...Refused __typename}}fragment Place on Session{id title status startsAt startedAt endedAt timeZone durationMinutes joinCode participantCount admission settings{isLocked autoReveal deck __typename}host{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RemovePersonDocument = persisted<types.RemovePersonMutation, types.RemovePersonMutationVariables>(
  'c900564a6930b2675f97bbefea57bcb598f5416280a392d68a061dbdeee80f4c',
  "mutation RemovePerson($id:ID!$reason:String){participantRemove(id:$id reason:$reason){...Person ...Refused __typename}}fragment Person on Participant{id role presence isVoter joinedAt user{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const SetPersonRoleDocument = persisted<types.SetPersonRoleMutation, types.SetPersonRoleMutationVariables>(
  'baece0d8fcf2526e2b1dbbdf4d64d69a9ed028edf44f3b0282c971da088cf3cf',
  "mutation SetPersonRole($id:ID!$role:ParticipantRole!){participantSetRole(id:$id role:$role){...Person ...Refused __typename}}fragment Person on Participant{id role presence isVoter joinedAt user{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const SetVotingDocument = persisted<types.SetVotingMutation, types.SetVotingMutationVariables>(
  'a85a36147c58dd5ac15b4916405cb15bb8c4740e31386cafba207a77b88ad921',
  "mutation SetVoting($id:ID!$isVoter:Boolean!){participantSetVoting(id:$id isVoter:$isVoter){...Person ...Refused __typename}}fragment Person on Participant{id role presence isVoter joinedAt user{id displayName __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CreateStoryDocument = persisted<types.CreateStoryMutation, types.CreateStoryMutationVariables>(
  'f0c693c3b441e35d095450a3b9be9919868ba660e45131f707d1a4b4475831a8',
  "mutation CreateStory($input:StoryCreateInput!){storyCreate(input:$input){...Item ...Refused __typename}}fragment Item on Story{id title description position status round deck estimate result{average median consensus counts{value count __typename}__typename}votes{revealedValue user{id displayName __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdateStoryDocument = persisted<types.UpdateStoryMutation, types.UpdateStoryMutationVariables>(
  '4c5008b7661d3133b9f9e8a120eaeffd76ee3826ad7d2c4ba0c7003e8e27afad',
  "mutation UpdateStory($id:ID!$input:StoryUpdateInput!){storyUpdate(id:$id input:$input){...Item ...Refused __typename}}fragment Item on Story{id title description position status round deck estimate result{average median consensus counts{value count __typename}__typename}votes{revealedValue user{id displayName __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeleteStoryDocument = persisted<types.DeleteStoryMutation, types.DeleteStoryMutationVariables>(
  'b50a769a4a2a7e02d4e9052d0a2161549b93f37302fbca7b04fd28b94e5521af',
  "mutation DeleteStory($id:ID!){storyDelete(id:$id){...on StoryDeletePayload{deletedId __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const StartVotingDocument = persisted<types.StartVotingMutation, types.StartVotingMutationVariables>(
  'f07fc761e9c128cc661a7b2c62ea672ba277a17ef02bda0e2224ccfd6539e934',
  "mutation StartVoting($id:ID!){storyStartVoting(id:$id){...Item ...Refused __typename}}fragment Item on Story{id title description position status round deck estimate result{average median consensus counts{value count __typename}__typename}votes{revealedValue user{id displayName __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const RevealDocument = persisted<types.RevealMutation, types.RevealMutationVariables>(
  '22c7c29c8575b0ab12ef78a0d332f8277cca00c582e7642704e0caaf85936c94',
  "mutation Reveal($id:ID!){storyReveal(id:$id){...Item ...Refused __typename}}fragment Item on Story{id title description position status round deck estimate result{average median consensus counts{value count __typename}__typename}votes{revealedValue user{id displayName __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const OwnVoteDocument = persisted<types.OwnVoteQuery, types.OwnVoteQueryVariables>(
  '154b756c6fd394cf54cda4e23e1e28a208b47b64a869c350ddb7b91d88591be9',
  "query OwnVote($id:ID!){node(id:$id){...on Story{id viewerVote __typename}__typename}}",
);

export const CastVoteDocument = persisted<types.CastVoteMutation, types.CastVoteMutationVariables>(
  'bf21aff5824823e6b131063cc5df24a856f23981a1062f7730847fa852955454',
  "mutation CastVote($id:ID!$value:String!){storyVote(id:$id value:$value){...Item ...Refused __typename}}fragment Item on Story{id title description position status round deck estimate result{average median consensus counts{value count __typename}__typename}votes{revealedValue user{id displayName __typename}__typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
