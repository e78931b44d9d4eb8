import type { Booking, Session } from '../../database/generated/client.ts';
import type { NotificationKind } from '../../feature.ts';
import type { Notification } from '../../operations/notifications/deliveries.ts';
import { formatInstant, quoted } from '../../operations/notifications/layout.ts';
import { sessionUrl } from '../calendar/text.ts';
import { activeStatuses } from '../rules.ts';
import type { BookingPayload } from './causes.ts';
import { bookingKind, isOver, overReason, sessionFacts, sessionLink } from './entry.ts';
import { invitation } from './invitation.ts';

interface HandOverPayload extends BookingPayload {
  /** The new host. */
  hostId: string;
}

interface HostPayload {
  sessionId: string;
  fromId: string;
  toId: string;
}

/** A session has another host: its people, the former host and the new one are told. */
export function handedOverNotifications(
  { hostId: fromId }: Pick<Session, 'hostId'>,
  { id: sessionId, hostId: toId }: Pick<Session, 'id' | 'hostId'>,
  bookings: Pick<Booking, 'id' | 'accountId'>[],
): Notification[] {
  const payload: HostPayload = { sessionId, fromId, toId };
  return [
    ...[fromId, toId].map((accountId) => ({ kind: 'HOST_HANDED_OVER', accountId, payload })),
    ...bookings.map(({ id, accountId }) => {
      const told: HandOverPayload = { bookingId: id, hostId: toId };
      return { kind: 'SESSION_HANDED_OVER', accountId, payload: told };
    }),
  ];
}

const toPeople = bookingKind<HandOverPayload>(
  'SESSION_HANDED_OVER',
  'A session that they booked has another host.',
  (entry, { hostId }) => {
    const { booking, session, title, hostName } = entry;
    if (!activeStatuses.includes(booking.status)) return 'The booking has another status by now.';
    if (isOver(session)) return overReason;
    if (session.hostId !== hostId) return 'The session was handed over again.';
    return {
      subject: `Another host: ${title}`,
      parts: [
        `${hostName} hosts the session. Your booking stays as it is.`,
        ...sessionFacts(entry),
        sessionLink(entry),
      ],
      ...(booking.status === 'CONFIRMED' && { calendar: invitation(entry, 'REQUEST') }),
    };
  },
);

const toHosts: NotificationKind = {
  ...{ name: 'HOST_HANDED_OVER', isOptional: true, usefulHours: 24 },
  description: 'A session was handed over to them, or from them to another host.',
  async compose({ env, database }, { accountId, payload, recipient }) {
    const { sessionId, fromId, toId } = payload as HostPayload;
    const session = await database.prisma.session.findUnique({ where: { id: sessionId } });
    if (!session || !recipient) return 'The session is gone.';
    if (isOver(session)) return overReason;
    const isNew = accountId === toId;
    const other = await database.prisma.account.findUnique({ where: { id: isNew ? fromId : toId } });
    const title = quoted(recipient, session.title) ?? 'a session';
    const username = (other && quoted(recipient, other.username)) ?? 'somebody';
    return {
      message: {
        subject: isNew ? `You host: ${title}` : `Handed over: ${title}`,
        parts: [
          isNew
            ? `The session of ${username} was handed over to you. If you cannot host it, hand it over to somebody else.`
            : `${username} hosts this session of yours from now on.`,
          {
            facts: [
              ['Session', title],
              ['Begins', formatInstant(session.startsAt, recipient.timeZone)],
              ['Seats taken', String(session.seatsTaken)],
            ],
          },
          { link: 'The session', url: sessionUrl(env, session.id) },
        ],
      },
    };
  },
};

export const handOverNotifications = [toPeople, toHosts];
