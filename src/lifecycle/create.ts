import { holdViewer } from '../accounts/hold.ts';
import type { SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { databaseTime, type Transaction, transaction } from '../database/transaction.ts';
import { enter } from '../live/presence/service.ts';
import { newContent } from '../sessions/content.ts';
import { sessionsCreated } from '../sessions/events.ts';
import { newJoinCode } from '../sessions/join-codes.ts';
import { type SessionCreation, sessionCreation } from '../sessions/validation.ts';
import { validate } from '../validation.ts';

const minute = 60_000;
const defaultDurationMinutes = 60;

/** Creates a session. Without `startsAt` it is live at once, and its host has joined. */
export async function createSession(context: SignedIn, input: SessionCreation): Promise<Session> {
  return transaction(context.app.database, async (tx) => {
    await holdViewer(tx, context);
    const session = await insertSession(tx, context, input);
    await sessionsCreated(tx, context.app, [session.id]);
    if (session.status === 'LIVE') await enter(tx, context.app, session, session.hostId, 'HOST');
    return session;
  });
}

async function insertSession(tx: Transaction, context: SignedIn, input: SessionCreation): Promise<Session> {
  const valid = validate(sessionCreation, input);
  const { account } = context.viewer;
  const startsAt = valid.startsAt ?? (await databaseTime(tx));
  return tx.session.create({
    data: {
      ...(await newContent(tx, context, valid)),
      hostId: account.id,
      status: valid.startsAt ? (valid.draft ? 'DRAFT' : 'SCHEDULED') : 'LIVE',
      startsAt,
      endsAt: new Date(startsAt.getTime() + (valid.durationMinutes ?? defaultDurationMinutes) * minute),
      timeZone: valid.timeZone ?? account.timeZone,
      startedAt: valid.startsAt ? null : startsAt,
      joinCode: newJoinCode(),
    },
  });
}
