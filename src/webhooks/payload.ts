import type { App } from '../context.ts';
import type { Account, Booking, Session } from '../database/generated/client.ts';
import { globalId } from '../graphql/global-ids.ts';
import { type StudioEventData, shownAs } from '../lifecycle/studio-events.ts';
import { readBalances } from '../passes/ledger.ts';
import { statusOf } from '../passes/rules.ts';
import type { Claimed } from './deliveries.ts';

// The body of a webhook. Its type and fields have the names of the API's `StudioEvent`s, and their values. Objects are shown as they
// are when the webhook is sent, like in the streams, so nothing of a person is stored with a delivery.

export interface Payload {
  /** The name of the type in the API, like `BookingUpdate`. */
  type: string;
  /** When the event happened. */
  timestamp: string;
  data: object;
}

type Prisma = App['database']['prisma'];
type Event<Type extends StudioEventData['type']> = Extract<StudioEventData, { type: Type }>;

/** Writes the body from the event, and from the present state of what it is about. */
export async function payloadOf({ database }: App, claimed: Claimed): Promise<Payload> {
  const event = { type: claimed.type, ...(claimed.payload as object) } as StudioEventData;
  const type = shownAs(event) ?? 'SessionUpdate';
  return {
    type,
    timestamp: claimed.occurredAt.toISOString(),
    data: await dataOf(database.prisma, event, { ...claimed, type }),
  };
}

interface Shown {
  type: string;
  sessionId: string | null;
  occurredAt: Date;
}

async function dataOf(prisma: Prisma, event: StudioEventData, { type, sessionId, occurredAt }: Shown): Promise<object> {
  if (type === 'BookingUpdate')
    return { booking: await bookingOf(prisma, (event as Event<'BookingChanged'>).bookingId) };
  switch (event.type) {
    case 'SessionDeleted':
      return { sessionId: globalId('Session', event.sessionId) };
    case 'SessionCreated':
      return { session: await sessionOf(prisma, sessionId) };
    case 'SessionHandedOver': {
      const [from, to] = [await userOf(prisma, event.fromId), await userOf(prisma, event.toId)];
      return { from, to, session: await sessionOf(prisma, sessionId) };
    }
    case 'SeriesChanged':
      return { series: await seriesOf(prisma, event.seriesId) };
    case 'PassChanged':
      return { pass: await passOf(prisma, event.passId) };
    case 'DeviceSessionChanged':
      return { deviceSession: await deviceSessionOf(prisma, event.deviceSessionId) };
    case 'AuditRecorded':
      return { auditEvent: await auditEventOf(prisma, event.auditEventId) };
    default: {
      const happened = { __typename: event.type, occurredAt: occurredAt.toISOString() };
      return {
        event: { ...happened, ...(await factsOf(prisma, event)) },
        session: await sessionOf(prisma, sessionId),
      };
    }
  }
}

/** The facts of an event of a session, as `SessionEvent` has them. */
async function factsOf(prisma: Prisma, event: StudioEventData): Promise<object> {
  switch (event.type) {
    case 'SessionChanged':
      return { status: event.status };
    case 'SeatsChanged':
      return { seatsTaken: event.seatsTaken, seatsLeft: event.seatsLeft };
    case 'StoryChanged':
      return { story: await storyOf(prisma, event.storyId) };
    case 'StoryDeleted':
      return { storyId: globalId('Story', event.storyId) };
    case 'VoteCast':
      return { storyId: globalId('Story', event.storyId), user: await userOf(prisma, event.accountId) };
    default: {
      if (!('participantId' in event)) return {};
      const { participantId, role, presence } = event;
      const participant = await prisma.participant.findUnique({ where: { id: participantId }, include: withUser });
      return {
        participant: participant && {
          id: globalId('Participant', participantId),
          ...{ role, presence, user: user(participant.account) },
          ...('isVoter' in event && { isVoter: event.isVoter }),
        },
        ...('wasRemoved' in event && { wasRemoved: event.wasRemoved }),
      };
    }
  }
}

const person = { select: { id: true, username: true, displayName: true } } as const;
const withUser = { account: person } as const;

type Person = Pick<Account, 'id' | 'username' | 'displayName'>;

function user({ id, username, displayName }: Person) {
  return { id: globalId('User', id), username, displayName };
}

async function userOf(prisma: Prisma, id: string) {
  const found = await prisma.account.findUnique({ where: { id }, ...person });
  return found && user(found);
}

const iso = (time: Date | null) => time?.toISOString() ?? null;

async function sessionOf(prisma: Prisma, id: string | null) {
  const found = id && (await prisma.session.findUnique({ where: { id }, include: { host: person } }));
  return found ? session(found) : null;
}

function session(row: Session & { host: Person }) {
  const { maxParticipants, seatsTaken, location, latitude, longitude } = row;
  return {
    id: globalId('Session', row.id),
    title: row.title,
    host: user(row.host),
    ...{ status: row.status, visibility: row.visibility, admission: row.admission },
    ...{ startsAt: iso(row.startsAt), endsAt: iso(row.endsAt), timeZone: row.timeZone },
    ...{ startedAt: iso(row.startedAt), endedAt: iso(row.endedAt) },
    location:
      location === null ? null : { text: location, coordinates: latitude === null ? null : { latitude, longitude } },
    meetingUrl: row.meetingUrl,
    price: { amountMinor: row.priceMinor, currency: row.currency },
    maxParticipants,
    seatsTaken,
    seatsLeft: maxParticipants === null ? null : Math.max(0, maxParticipants - seatsTaken),
  };
}

async function bookingOf(prisma: Prisma, id: string) {
  const include = { ...withUser, session: { include: { host: person } } };
  const found = await prisma.booking.findUnique({ where: { id }, include });
  return found && booking(found);
}

function booking(row: Booking & { account: Person; session: Session & { host: Person } }) {
  return {
    id: globalId('Booking', row.id),
    status: row.status,
    user: user(row.account),
    ...{ seats: row.seats, guestNames: row.guestNames, checkedInAt: iso(row.checkedInAt), arrived: row.arrived },
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    ...{ bookedAt: iso(row.bookedAt), confirmedAt: iso(row.confirmedAt), cancelledAt: iso(row.cancelledAt) },
    holdExpiresAt: iso(row.holdExpiresAt),
    cancellationReason: row.cancellationReason,
    passCredits: row.passCredits,
    session: session(row.session),
  };
}

async function passOf(prisma: Prisma, id: string) {
  const found = await prisma.pass.findUnique({ where: { id }, include: { ...withUser, host: person } });
  if (!found) return null;
  const pass = { ...found, balance: (await readBalances(prisma, [id])).get(id) ?? 0 };
  return {
    id: globalId('Pass', id),
    ...{ title: found.title, user: user(found.account), host: found.host && user(found.host), status: statusOf(pass) },
    ...{ credits: found.credits, balance: found.credits === null ? null : pass.balance },
    amount: { amountMinor: found.amountMinor, currency: found.currency },
    refund: { amountMinor: found.refundMinor ?? 0, currency: found.currency },
    ...{ boughtAt: iso(found.boughtAt), paidAt: iso(found.paidAt), validUntil: iso(found.validUntil) },
  };
}

async function seriesOf(prisma: Prisma, id: string) {
  const found = await prisma.series.findUnique({ where: { id }, include: { host: person } });
  if (!found) return null;
  const { title } = found.template as { title: string };
  return {
    id: globalId('Series', id),
    ...{ title, host: user(found.host), rule: found.rule, timeZone: found.timeZone },
    ...{ startsAt: iso(found.startsAt), durationMinutes: found.durationMinutes, endedAt: iso(found.endedAt) },
  };
}

async function storyOf(prisma: Prisma, id: string) {
  const found = await prisma.story.findUnique({ where: { id } });
  return found && { id: globalId('Story', id), title: found.title, status: found.status };
}

/** Without what would tell where a person is. */
async function deviceSessionOf(prisma: Prisma, id: string) {
  const found = await prisma.deviceSession.findUnique({ where: { id } });
  return (
    found && {
      id: globalId('DeviceSession', id),
      account: { id: globalId('Account', found.accountId) },
      ...{ deviceName: found.deviceName, loginMethod: found.loginMethod, createdAt: iso(found.createdAt) },
      isActive: found.endedAt === null && found.expiresAt > new Date(),
    }
  );
}

async function auditEventOf(prisma: Prisma, id: string) {
  const found = await prisma.auditEvent.findUnique({ where: { id } });
  if (!found) return null;
  return {
    id: globalId('AuditEvent', id),
    occurredAt: iso(found.occurredAt),
    actor: found.actorId && (await userOf(prisma, found.actorId)),
    ...{ action: found.action, targetType: found.targetType, targetId: globalId(found.targetType, found.targetId) },
    ...{ reason: found.reason, refusal: found.refusal },
  };
}
