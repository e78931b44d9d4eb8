import type { Context } from '../context.ts';
import type { Session } from '../database/generated/client.ts';
import { viewerParticipation } from '../sessions/loaders.ts';
import { isCohost } from '../sessions/service.ts';

type Hosted = Pick<Session, 'id' | 'hostId'>;

/** Whether the viewer is the host of a session or series, or an admin. */
export function isHostOrAdmin({ viewer }: Context, { hostId }: Pick<Session, 'hostId'>): boolean {
  return viewer !== null && (viewer.account.id === hostId || viewer.account.role === 'ADMIN');
}

/** Whether the viewer may read a session's bookings: its host, a co-host, or an admin. */
export async function maySeeBookings(context: Context, session: Hosted): Promise<boolean> {
  if (isHostOrAdmin(context, session)) return true;
  return isCohost(await viewerParticipation(context).load(session.id));
}
