import type { SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { databaseTime, transaction } from '../database/transaction.ts';
import { SessionNotOpenError } from '../live/errors.ts';
import { opensAtOf } from '../live/participants/admission.ts';
import { enter } from '../live/presence/service.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { sessionChanged } from '../sessions/events.ts';
import { lockHostedSession } from '../sessions/service.ts';

/** Starts a scheduled session, which its host joins. Refused before the join window opens. */
export async function startSession(context: SignedIn, id: string): Promise<Session> {
  const { app } = context;
  return transaction(app.database, async (tx) => {
    const session = await lockHostedSession(tx, context, id);
    if (session.status !== 'SCHEDULED') throw new SessionStatusError(session.status);
    const startedAt = await databaseTime(tx);
    const opensAt = opensAtOf(session);
    if (startedAt < opensAt) throw new SessionNotOpenError(opensAt);
    const started = await tx.session.update({
      where: { id },
      data: { status: 'LIVE', startedAt },
    });
    await app.events.append(tx, id, sessionChanged(started));
    await enter(tx, app, started, session.hostId, 'HOST');
    return started;
  });
}
