import type { SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { transaction } from '../database/transaction.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { sessionChanged } from '../sessions/events.ts';
import { newJoinCode } from '../sessions/join-codes.ts';
import { lockForHosts } from '../sessions/service.ts';

/** Replaces the join code. People who have joined stay in the session. */
export async function rotateJoinCode(context: SignedIn, id: string): Promise<Session> {
  const { app } = context;
  return transaction(app.database, async (tx) => {
    const { status } = await lockForHosts(tx, context, id);
    if (status === 'ENDED' || status === 'CANCELLED') throw new SessionStatusError(status);
    const rotated = await tx.session.update({ where: { id }, data: { joinCode: newJoinCode() } });
    await app.events.append(tx, id, sessionChanged(rotated));
    return rotated;
  });
}
