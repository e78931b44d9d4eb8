import { randomUUID } from 'node:crypto';
import { signAccessToken } from '../src/accounts/authentication/tokens.ts';
import type { Database } from '../src/database/client.ts';
import type { Prisma } from '../src/database/generated/client.ts';
import type { Env } from '../src/env.ts';

// People and sessions, written as rows: to register people takes as long as their passwords are to guess.

/** Somebody signed in. */
export interface Member {
  id: string;
  token: string;
}

/** Makes accounts, each signed in. */
export async function signUp({ prisma }: Database, env: Env, count: number): Promise<Member[]> {
  const run = randomUUID().slice(0, 8);
  const people = Array.from({ length: count }, (_, index) => ({ id: randomUUID(), sid: randomUUID(), index }));
  await prisma.account.createMany({
    data: people.map(({ id, index }) => ({
      ...{ id, email: `${run}.${index}@example.org`, emailKey: `${run}.${index}@example.org`, passwordHash: '' },
      ...{ username: `member${index}`, usernameKey: `${run}.${index}`, displayName: `Member ${index}` },
    })),
  });
  await prisma.deviceSession.createMany({
    data: people.map(({ id, sid }) => ({
      ...{ id: sid, accountId: id, deviceName: 'Bench', deviceType: 'UNKNOWN', loginMethod: 'PASSWORD' },
      expiresAt: new Date(Date.now() + 3_600_000),
    })),
  });
  return people.map(({ id, sid }) => ({
    id,
    token: signAccessToken(env, { accountId: id, deviceSessionId: sid }).token,
  }));
}

type Given = 'startsAt' | 'endsAt' | 'startedAt' | 'status' | 'visibility' | 'admission' | 'maxParticipants';
export type NewSession = Pick<Prisma.SessionCreateManyInput, 'hostId'> &
  Partial<Pick<Prisma.SessionCreateManyInput, Given>>;

/** Makes sessions, which began just now and are joined by code unless something else is given. Returns their IDs. */
export async function schedule({ prisma }: Database, sessions: NewSession[]): Promise<string[]> {
  const now = new Date();
  const usual = { status: 'LIVE', visibility: 'UNLISTED', admission: 'CODE' } as const;
  const rows = sessions.map((session) => ({
    ...{ id: randomUUID(), title: 'Bench', tags: [], ...usual },
    ...{ startsAt: now, startedAt: now, endsAt: new Date(now.getTime() + 3_600_000), timeZone: 'UTC' },
    ...{ currency: 'EUR', deck: [], joinWindowMinutes: 15, idleTimeoutMinutes: 120 },
    ...{ freeCancellationHours: 0, bookingHoldMinutes: 15, ...session },
  }));
  await prisma.session.createMany({ data: rows });
  return rows.map(({ id }) => id);
}
