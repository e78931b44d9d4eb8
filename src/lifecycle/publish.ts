import type { SignedIn } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { transaction } from '../database/transaction.ts';
import { refuseListing } from '../sessions/content.ts';
import { SessionStatusError } from '../sessions/errors.ts';
import { sessionChanged } from '../sessions/events.ts';
import { lockHostedSession } from '../sessions/service.ts';
import { newStart } from '../sessions/validation.ts';
import { validate } from '../validation.ts';

/** Publishes a draft. Refused once its start has passed. */
export async function publishSession(context: SignedIn, id: string): Promise<Session> {
  const { app } = context;
  return transaction(app.database, async (tx) => {
    const { status, startsAt, visibility } = await lockHostedSession(tx, context, id);
    if (status !== 'DRAFT') throw new SessionStatusError(status);
    refuseListing(context, visibility);
    validate(newStart, { startsAt });
    const published = await tx.session.update({ where: { id }, data: { status: 'SCHEDULED' } });
    await app.events.append(tx, id, sessionChanged(published));
    return published;
  });
}
