import type { SignedIn } from '../context.ts';
import type { Sequence } from '../database/generated/client.ts';
import { createSession } from '../lifecycle/create.ts';
import { createSeries } from '../lifecycle/series/service.ts';
import { createSequence } from '../practice/sequences/service.ts';
import type { SessionCreation } from '../sessions/validation.ts';
import type { DemoPeople } from './people.ts';

/** What README's operations name, so that they run by copying. */
export const known = {
  workshopId: '01900000-0000-7000-8000-000000000001',
  loungeId: '01900000-0000-7000-8000-000000000002',
  practiceId: '01900000-0000-7000-8000-000000000003',
  loungeCode: 'ZENMATS7',
};

const minute = 60_000;
const hour = 60 * minute;

/** Writes the sequence that the demo practises. */
export function writeSalutation(author: SignedIn): Promise<Sequence> {
  return createSequence(author, {
    title: 'Sun salutation A',
    description: 'Eight poses, one breath each, then all of it again.',
    level: 'BEGINNER',
    isPublished: true,
    poses: [
      { name: 'Mountain', durationSeconds: 20, cue: 'Feet rooted, crown lifted.' },
      { name: 'Upward salute', durationSeconds: 15 },
      { name: 'Standing forward fold', durationSeconds: 20, cue: 'Bend the knees as much as you like.' },
      { name: 'Plank', durationSeconds: 20 },
      { name: 'Cobra', durationSeconds: 20 },
      { name: 'Downward dog', durationSeconds: 60, cue: 'Five slow breaths.' },
      { name: 'Standing forward fold', durationSeconds: 20 },
      { name: 'Mountain', durationSeconds: 20 },
    ],
  });
}

/** Makes the sessions of the demo: listed ones, a series, a draft, and one that is live. */
export async function makeSessions({ mira, jonas }: DemoPeople, salutation: Sequence) {
  const { prisma } = mira.app.database;
  const morning = await list(mira, {
    title: 'Morning vinyasa flow',
    description: 'An hour of moving with the breath, for everybody who slept.',
    tags: ['vinyasa', 'morning'],
    startsAt: inDays(1, 7),
    location: { text: 'Sala Azul, Rua das Flores 12, Lisboa', coordinates: { latitude: 38.7107, longitude: -9.1435 } },
    maxParticipants: 12,
    sequenceId: salutation.id,
  });
  const workshop = await list(mira, {
    title: 'Handstand workshop',
    description: 'From the wall to the middle of the room. Bring wrists that are warm.',
    tags: ['handstand', 'workshop'],
    startsAt: inDays(3, 16),
    durationMinutes: 120,
    price: { amountMinor: 2500 },
    maxParticipants: 6,
  });
  await prisma.session.update({ where: { id: workshop.id }, data: { id: known.workshopId } });
  const soon = await list(mira, {
    title: 'Lunch break stretch',
    description: 'Shoulders, neck and wrists, beside the desk.',
    tags: ['stretching'],
    startsAt: new Date(Date.now() + 15 * minute),
    durationMinutes: 30,
    meetingUrl: 'https://meet.example.org/lunch-break-stretch',
    settings: { joinWindowMinutes: 60 },
  });
  const breathing = await list(jonas, {
    title: 'Breathing for runners',
    description: 'Box breathing, nose breathing, and why it helps at kilometre nine.',
    tags: ['breathing', 'running'],
    startsAt: inDays(2, 17),
    durationMinutes: 45,
    maxParticipants: 1,
  });
  await list(jonas, {
    title: 'Slow Sunday',
    tags: ['yin', 'restorative'],
    startsAt: inDays(6, 9),
    durationMinutes: 90,
  });
  await createSeries(mira, {
    title: 'Evening yin',
    description: 'Every week at the same time: seven poses, five minutes each.',
    tags: ['yin', 'evening'],
    startsAt: inDays(4, 18),
    durationMinutes: 60,
    timeZone: 'Europe/Lisbon',
    rule: 'FREQ=WEEKLY',
    visibility: 'LISTED',
    maxParticipants: 10,
  });
  await createSession(mira, {
    title: 'Retreat by the sea',
    startsAt: inDays(60, 10),
    durationMinutes: 1440,
    draft: true,
  });
  const lounge = await createSession(mira, {
    title: 'Studio lounge',
    description: 'What shall we do next week? Come in by code and vote.',
    settings: { idleTimeoutMinutes: 1440, deck: ['vinyasa', 'yin', 'handstands'] },
  });
  await prisma.session.update({
    where: { id: lounge.id },
    data: { id: known.loungeId, joinCode: known.loungeCode },
  });
  return { morning, soon, breathing };
}

function list(host: SignedIn, session: SessionCreation) {
  return createSession(host, { visibility: 'LISTED', timeZone: host.viewer.account.timeZone, ...session });
}

/** An instant some days from today, at an hour in UTC. */
function inDays(days: number, hourOfDay: number): Date {
  const day = new Date(Date.now() + days * 24 * hour);
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hourOfDay));
}
