import type { BookingStatus, Session } from '../../database/generated/client.ts';
import { loadAll, requestLoader } from '../../request-loader.ts';
import { viewerParticipation } from '../../sessions/loaders.ts';
import { isCohost } from '../../sessions/service.ts';
import { isHostOrAdmin } from '../access.ts';
import { viewerBooking } from '../loaders.ts';

/** The statuses of a booking that was confirmed: of an open session, and of one that is over. */
export const seatStatuses: BookingStatus[] = ['CONFIRMED', 'COMPLETED', 'NO_SHOW'];

/** Whether the viewer may see where a session is: its hosts, admins, and people with a confirmed booking. */
export const maySeePlace = requestLoader<Pick<Session, 'id' | 'hostId'>, boolean>(
  async (sessions, context) => {
    if (!context.viewer) return sessions.map(() => false);
    const others = sessions.filter((session) => !isHostOrAdmin(context, session)).map(({ id }) => id);
    const [bookings, participations] = await Promise.all([
      loadAll(viewerBooking(context), others),
      loadAll(viewerParticipation(context), others),
    ]);
    const outside = others.filter((_, index) => {
      const booking = bookings[index];
      return !isCohost(participations[index]) && !(booking && seatStatuses.includes(booking.status));
    });
    return sessions.map(({ id }) => !outside.includes(id));
  },
  ({ id }) => id,
);
