import { expect } from 'vitest';
import { localDay } from '../../src/practice/time.ts';
import {
  CompletePracticeDocument,
  CreateSequenceDocument,
  HostSessionDocument,
  LogPracticeDocument,
  type PracticeCompleteInput,
  type PracticeLogInput,
  PracticeSessionsDocument,
  type PracticeStartInput,
  PracticeStatisticsDocument,
  type SequenceInput,
  StartPracticeDocument,
} from '../generated/documents.ts';
import { localId } from './ids.ts';
import { expectType, type TestServer } from './server.ts';
import type { Person } from './studio.ts';

export const sunSalutation: SequenceInput = {
  title: 'Sun salutation',
  description: 'Twelve steps, 100% awake.',
  level: 'BEGINNER',
  isPublished: true,
  poses: [
    { name: 'Mountain', durationSeconds: 30, cue: 'Stand.' },
    { name: 'Forward fold', durationSeconds: 45 },
    { name: 'Plank', durationSeconds: 60 },
  ],
};

export async function writeSequence(author: Person, input: Partial<SequenceInput> = {}) {
  const { sequenceCreate } = await author.run(CreateSequenceDocument, { input: { ...sunSalutation, ...input } });
  return expectType(sequenceCreate, 'Sequence');
}

export async function hostSession(host: Person, sequenceId: string | null = null) {
  const { sessionCreate } = await host.run(HostSessionDocument, { input: { title: 'Morning', sequenceId } });
  return expectType(sessionCreate, 'Session');
}

export async function start(person: Person, input: PracticeStartInput = {}) {
  const { practiceStart } = await person.run(StartPracticeDocument, { input });
  return expectType(practiceStart, 'PracticeSession');
}

export const complete = async (person: Person, input: PracticeCompleteInput) =>
  (await person.run(CompletePracticeDocument, { input })).practiceComplete;

export const log = async (person: Person, input: PracticeLogInput) =>
  (await person.run(LogPracticeDocument, { input })).practiceLog;

export async function logged(person: Person, input: Partial<PracticeLogInput> = {}) {
  const outcome = await log(person, { localDate: day(0), durationSeconds: 600, ...input });
  return expectType(outcome, 'PracticeCompletePayload').practiceSession;
}

export async function statistics(person: Person) {
  const { viewer } = await person.run(PracticeStatisticsDocument, { from: null, to: null });
  return viewer?.practiceStats;
}

export async function practices(person: Person) {
  const { viewer } = await person.run(PracticeSessionsDocument, { filter: null });
  return viewer?.practiceSessions.nodes ?? [];
}

/** A day as many days from today in a zone. */
export function day(offset: number, timeZone = 'UTC') {
  return new Date(localDay(new Date(), timeZone).getTime() + offset * 86_400_000).toISOString().slice(0, 10);
}

/** As if a practice, and its running segment, had begun so many seconds earlier. */
export async function backdate({ database }: TestServer, id: string, seconds: number) {
  await database.prisma.$executeRaw`
    UPDATE "PracticeSession" SET "startedAt" = "startedAt" - ${seconds}::int * interval '1 second',
      "activeSince" = "activeSince" - ${seconds}::int * interval '1 second'
    WHERE "id" = ${localId(id)}::uuid`;
}

/** A measured time: the seconds that the test itself takes are in it. */
export const about = (seconds: number) => expect.closeTo(seconds, -2);

export const practiceRow = ({ database }: TestServer, id: string) =>
  database.prisma.practiceSession.findUniqueOrThrow({ where: { id: localId(id) } });
