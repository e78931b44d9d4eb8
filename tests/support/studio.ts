import { startDeviceSession } from '../../src/accounts/device-sessions/service.ts';
import { hashPassword } from '../../src/accounts/passwords/hashing.ts';
import { emailKey, usernameKey, usernameStem } from '../../src/accounts/validation.ts';
import { newContext } from '../../src/context.ts';
import { transaction } from '../../src/database/transaction.ts';
import { globalId } from '../../src/graphql/global-ids.ts';
import {
  CancelBookingDocument,
  ConfirmBookingDocument,
  CreateBookingDocument,
  type CreateBookingMutation,
  CreateSessionDocument,
  MyPartDocument,
  type SessionCreateInput,
} from '../generated/documents.ts';
import { localId } from './ids.ts';
import { type Client, expectType, type TestServer } from './server.ts';

/** A signed-in person: the ID of their row, and their global IDs. */
export interface Person extends Client {
  id: string;
  accountId: string;
  userId: string;
  username: string;
  deviceSessionId: string;
  refreshToken: string;
}

interface Somewhat {
  role?: 'USER' | 'CREATOR' | 'ADMIN';
  timeZone?: string;
}

export const password = 'correct horse battery';
let hashed: Promise<string> | undefined;

/** People with a first device, as after registering, without what that costs most: all share one hashed password. */
export async function people<Names extends string[]>(server: TestServer, names: [...Names], more: Somewhat = {}) {
  const { app, database } = server;
  hashed ??= hashPassword(app, password, { queue: 'REGISTRATION', line: null });
  const passwordHash = await hashed;
  const origin = { requestId: 'test', ipAddress: '127.0.0.1', userAgent: 'node' };
  const made: Person[] = [];
  for (const username of names) {
    const emailed = { email: `${username}@example.org`, emailKey: emailKey(`${username}@example.org`) };
    const named = { username, usernameKey: usernameKey(username), usernameStem: usernameStem(username) };
    const { account, deviceSession, accessToken, refreshToken } = await transaction(database, async (tx) => {
      const account = await tx.account.create({
        data: { ...emailed, ...named, displayName: username, passwordHash, ...more },
      });
      const device = { method: 'REGISTRATION', deviceName: null } as const;
      return startDeviceSession(newContext(app, origin, null), tx, account, device);
    });
    made.push({
      ...server.as(accessToken),
      ...{ id: account.id, accountId: globalId('Account', account.id), userId: globalId('User', account.id) },
      ...{ username, deviceSessionId: globalId('DeviceSession', deviceSession.id), refreshToken },
    });
  }
  return made as { [Index in keyof Names]: Person };
}

export async function person(server: TestServer, name: string, role: Somewhat['role'] = 'USER'): Promise<Person> {
  const [one] = await people(server, [name], { role });
  return one;
}

// One moment for a whole file, so that the same number of hours is the same instant throughout.
const now = Math.floor(Date.now() / 1000) * 1000;

/** So many hours from now. */
export const inHours = (hours: number) => new Date(now + hours * 3_600_000).toISOString();

/** So many minutes from this very moment, for a session that opens soon, however long a run has taken so far. */
export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

/** A new session, in 48 hours unless told. */
export async function schedule(host: Client, input: Partial<SessionCreateInput> = {}) {
  const { sessionCreate } = await host.run(CreateSessionDocument, {
    input: { title: 'Morning flow', startsAt: inHours(48), ...input },
  });
  return expectType(sessionCreate, 'Session');
}

export type Outcome = NonNullable<CreateBookingMutation['bookingCreate']>;

/** Tries to book; refusals are an outcome too. */
export async function attempt(
  who: Client,
  sessionId: string,
  more: { joinWaitlist?: boolean; idempotencyKey?: string } = {},
): Promise<Outcome> {
  return (await who.run(CreateBookingDocument, { input: { sessionId, ...more } })).bookingCreate as Outcome;
}

/** Books, or takes a place in line; throws where neither is possible. */
export async function book(who: Client, sessionId: string) {
  return expectType(await attempt(who, sessionId, { joinWaitlist: true }), 'Booking');
}

export const cancel = async (who: Client, id: string, reason?: string) =>
  (await who.run(CancelBookingDocument, { id, reason: reason ?? null })).bookingCancel;

export const confirm = async (who: Client, id: string, reason?: string) =>
  (await who.run(ConfirmBookingDocument, { id, reason: reason ?? null })).bookingConfirm;

/** A session's seats, and the viewer's own part in it. */
export const partOf = async (who: Client, sessionId: string) => (await who.run(MyPartDocument, { sessionId })).session;

/** Lets the hold of a booking have run out a second ago. */
export const runOut = (server: TestServer, id: string) =>
  server.database.prisma.booking.updateMany({
    where: { id: localId(id), status: 'PENDING' },
    data: { holdExpiresAt: new Date(Date.now() - 1000) },
  });
