import { persisted } from '../graphql/persisted.ts';
import type * as types from './types.ts';

export const CurrentPracticeDocument = persisted<types.CurrentPracticeQuery, types.CurrentPracticeQueryVariables>(
  'e79474cc2fdce8c96d184ffba44f7ecacc3fdee4d4f37bcdc5afe52e4f4a4cb3',
  "query CurrentPractice{viewer{id currentPractice{...Open __typename}__typename}}fragment Open on PracticeSession{id status durationSeconds startedAt pausedAt posesCompleted poses{position name __typename}sequence{id title durationSeconds poses{position name cue durationSeconds __typename}__typename}session{id title __typename}__typename}",
);

export const PracticeDocument = persisted<types.PracticeQuery, types.PracticeQueryVariables>(
  'c294c967f99f99228106d3ef4bd7c9da9a0c25b7eb96a750b11997201582bb1a',
  "query Practice($from:Date!$to:Date!){viewer{id practiceStats{...Statistics __typename}practiceGoal{...Goal __typename}practiceWeekStart practiceCalendarUrl practiceCalendar(from:$from to:$to){date sessions practiceSeconds __typename}__typename}}fragment Statistics on PracticeStats{totalSessions totalPracticeSeconds averageDurationSeconds completionRatePercent currentStreakDays longestStreakDays lastPracticeDate streakFreezesLeft totalPosesCompleted favouriteSequence{id title __typename}__typename}fragment Goal on PracticeGoal{unit target done isMet currentStreakWeeks longestStreakWeeks __typename}",
);

export const PracticeHistoryDocument = persisted<types.PracticeHistoryQuery, types.PracticeHistoryQueryVariables>(
  '23589312c46b9c5b7fd2292ca037c9b3147663670d912fa9c0031914bb3c7c23',
  "query PracticeHistory($first:Int$after:String$last:Int$before:String){viewer{id practiceSessions(first:$first after:$after last:$last before:$before){totalCount nodes{...Done __typename}pageInfo{startCursor endCursor hasNextPage hasPreviousPage __typename}__typename}__typename}}fragment Done on PracticeSession{id status durationSeconds localDate source mood notes posesCompleted shareUrl sequence{id title __typename}session{id title __typename}__typename}",
);

export const PracticeSequencesDocument = persisted<types.PracticeSequencesQuery, types.PracticeSequencesQueryVariables>(
  '04ab92bec7c7dd6618e2beb4724c7c3b617c211ece55d6d2e0409e8d826a8a2d',
  "query PracticeSequences{sequences(first:100){nodes{id title level durationSeconds __typename}__typename}}",
);

export const PracticeChangesDocument = persisted<types.PracticeChangesSubscription, types.PracticeChangesSubscriptionVariables>(
  'e4999b0c70856b915f9a2336648146dcb4d6b7f4f40caf06219ab1493835b68f',
  "subscription PracticeChanges{practiceChanged{...Open __typename}}fragment Open on PracticeSession{id status durationSeconds startedAt pausedAt posesCompleted poses{position name __typename}sequence{id title durationSeconds poses{position name cue durationSeconds __typename}__typename}session{id title __typename}__typename}",
);

export const StartPracticeDocument = persisted<types.StartPracticeMutation, types.StartPracticeMutationVariables>(
  'b66d84683a9208d71c8818593f5434a04c9a15851a9d8bfe887adb26a1c74130',
  "mutation StartPractice($input:PracticeStartInput!){practiceStart(input:$input){...Open ...Refused __typename}}fragment Open on PracticeSession{id status durationSeconds startedAt pausedAt posesCompleted poses{position name __typename}sequence{id title durationSeconds poses{position name cue durationSeconds __typename}__typename}session{id title __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const PausePracticeDocument = persisted<types.PausePracticeMutation, types.PausePracticeMutationVariables>(
  '932d8d3f2c8eb922195c483a2706f44cb29140948a080dfbd3d1334e0cea3173',
  "mutation PausePractice($id:ID!){practicePause(id:$id){...Open ...Refused __typename}}fragment Open on PracticeSession{id status durationSeconds startedAt pausedAt posesCompleted poses{position name __typename}sequence{id title durationSeconds poses{position name cue durationSeconds __typename}__typename}session{id title __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ResumePracticeDocument = persisted<types.ResumePracticeMutation, types.ResumePracticeMutationVariables>(
  '90098014fb3118896c31e81ebdbdb22dc289b564ffe9eedc686fd4bcaf4a6e64',
  "mutation ResumePractice($id:ID!){practiceResume(id:$id){...Open ...Refused __typename}}fragment Open on PracticeSession{id status durationSeconds startedAt pausedAt posesCompleted poses{position name __typename}sequence{id title durationSeconds poses{position name cue durationSeconds __typename}__typename}session{id title __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CompletePoseDocument = persisted<types.CompletePoseMutation, types.CompletePoseMutationVariables>(
  '5f818b0461bc10f21d2ef9e6839cb64732c2adc657f39bdb3f8592e4103e1152',
  "mutation CompletePose($id:ID!$position:Int!){practiceCompletePose(id:$id position:$position){...Open ...Refused __typename}}fragment Open on PracticeSession{id status durationSeconds startedAt pausedAt posesCompleted poses{position name __typename}sequence{id title durationSeconds poses{position name cue durationSeconds __typename}__typename}session{id title __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const CompletePracticeDocument = persisted<types.CompletePracticeMutation, types.CompletePracticeMutationVariables>(
  '325b5fe8e2eb98dc08b6dfd17a37fa36610c1853c47ea7420e4528fbd545745e',
  "mutation CompletePractice($input:PracticeCompleteInput!){practiceComplete(input:$input){...on PracticeCompletePayload{practiceSession{...Done __typename}statistics{...Statistics __typename}__typename}...Refused __typename}}fragment Done on PracticeSession{id status durationSeconds localDate source mood notes posesCompleted shareUrl sequence{id title __typename}session{id title __typename}__typename}fragment Statistics on PracticeStats{totalSessions totalPracticeSeconds averageDurationSeconds completionRatePercent currentStreakDays longestStreakDays lastPracticeDate streakFreezesLeft totalPosesCompleted favouriteSequence{id title __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const LogPracticeDocument = persisted<types.LogPracticeMutation, types.LogPracticeMutationVariables>(
  '7fe49009c84a7df8470e5cc9c2e27d31373d605b8ad1010140e21f3a36c82ff5',
  "mutation LogPractice($input:PracticeLogInput!){practiceLog(input:$input){...on PracticeCompletePayload{practiceSession{...Done __typename}statistics{...Statistics __typename}__typename}...Refused __typename}}fragment Done on PracticeSession{id status durationSeconds localDate source mood notes posesCompleted shareUrl sequence{id title __typename}session{id title __typename}__typename}fragment Statistics on PracticeStats{totalSessions totalPracticeSeconds averageDurationSeconds completionRatePercent currentStreakDays longestStreakDays lastPracticeDate streakFreezesLeft totalPosesCompleted favouriteSequence{id title __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdatePracticeDocument = persisted<types.UpdatePracticeMutation, types.UpdatePracticeMutationVariables>(
  'fdc3940ea466ee459654caac361b796776ea7f296fed73a1fed8c400492dceb1',
  "mutation UpdatePractice($id:ID!$input:PracticeUpdateInput!){practiceUpdate(id:$id input:$input){...Done ...Refused __typename}}fragment Done on PracticeSession{id status durationSeconds localDate source mood notes posesCompleted shareUrl sequence{id title __typename}session{id title __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const DeletePracticeDocument = persisted<types.DeletePracticeMutation, types.DeletePracticeMutationVariables>(
  'f43c062c737dcd2cec11a5ddd0bc71e95e7ff949543e8258395ffce12a6015b5',
  "mutation DeletePractice($id:ID!){practiceDelete(id:$id){...on PracticeDeletePayload{deletedId __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const SharePracticeDocument = persisted<types.SharePracticeMutation, types.SharePracticeMutationVariables>(
  '61564b418df0b0255b2cd8eabcfb85f4c352470edb20434c119000496468dc0e',
  "mutation SharePractice($id:ID!){practiceShare(id:$id){...on PracticeSession{id shareUrl __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UnsharePracticeDocument = persisted<types.UnsharePracticeMutation, types.UnsharePracticeMutationVariables>(
  '1583c549dca2e029394633deb01ddea457ea98a415fc59330b73d2bdf0474f75',
  "mutation UnsharePractice($id:ID!){practiceUnshare(id:$id){...on PracticeSession{id shareUrl __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const ShareCalendarDocument = persisted<types.ShareCalendarMutation, types.ShareCalendarMutationVariables>(
  '2d6530d6f89dd5f5cd56b1154cdbb51c8fac8fffb9a7113d4b806e6463afa085',
  "mutation ShareCalendar{practiceCalendarShare{...on Account{id practiceCalendarUrl __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UnshareCalendarDocument = persisted<types.UnshareCalendarMutation, types.UnshareCalendarMutationVariables>(
  '5a9a41f916e4b3401540e59b6a940be03da1e635e30b0213d1a1018555e280e9',
  "mutation UnshareCalendar{practiceCalendarUnshare{...on Account{id practiceCalendarUrl __typename}...Refused __typename}}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);

export const UpdatePracticeSettingsDocument = persisted<types.UpdatePracticeSettingsMutation, types.UpdatePracticeSettingsMutationVariables>(
  'e0ee7cd427388ba9a732c06dd0bf996f16db5f46c44d02d292933c6e2f4626f0',
  "mutation UpdatePracticeSettings($input:PracticeSettingsInput!){practiceSettingsUpdate(input:$input){...on Account{id practiceWeekStart practiceGoal{...Goal __typename}practiceStats{...Statistics __typename}__typename}...Refused __typename}}fragment Goal on PracticeGoal{unit target done isMet currentStreakWeeks longestStreakWeeks __typename}fragment Statistics on PracticeStats{totalSessions totalPracticeSeconds averageDurationSeconds completionRatePercent currentStreakDays longestStreakDays lastPracticeDate streakFreezesLeft totalPosesCompleted favouriteSequence{id title __typename}__typename}fragment Refused on UserError{code message ...on InvalidInputError{issues{path code message __typename}__typename}__typename}",
);
