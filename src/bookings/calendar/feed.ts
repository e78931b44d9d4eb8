import ical, { type ICalEventData, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { App } from '../../context.ts';
import type { Account, BookingStatus, Session } from '../../database/generated/client.ts';
import type { Env } from '../../env.ts';
import { NotFoundError } from '../../errors.ts';
import { ipAddressOf } from '../../http/origin.ts';
import { answerTagged, type Exchange, plainRoute, type Route } from '../../http/route.ts';
import { networkOf, type Rule } from '../../operations/limits.ts';
import { seatStatuses } from '../places/loaders.ts';
import { noPlace, type Place } from '../places/place.ts';
import { placeFields, withConferences } from './place.ts';
import { calendarTokenOf } from './service.ts';
import { plain, sessionUrl } from './text.ts';

const keptDays = 90;
const maximumEvents = 1000;
const maximumDescription = 1000;
const refreshSeconds = 3600;

/** Limits requests with unknown secrets from one address. */
const wrongSecrets: Rule = { name: 'calendar-address', points: 30, seconds: 15 * 60 };

/** `/calendar/<secret>.ics` serves a person's feed to anybody who has its address. */
export function calendarRoute(app: App): Route {
  return plainRoute(app, { path: /^\/calendar\/([^/]*)\.ics$/, methods: ['GET', 'HEAD'] }, (exchange) =>
    answer(app, exchange),
  );
}

async function answer(app: App, exchange: Exchange): Promise<void> {
  const account = await findOwner(app, exchange.match[1] as string);
  if (!account) {
    // Valid secrets are never limited: calendar services fetch many feeds from few addresses.
    await app.limits.spend(wrongSecrets, networkOf(ipAddressOf(exchange.request, app.env.TRUST_PROXY)));
    throw new NotFoundError('calendar');
  }
  const feed = writeFeed(app.env, account, await readEntries(app, account));
  answerTagged(exchange, feed, { 'Content-Type': 'text/calendar; charset=utf-8' });
}

async function findOwner({ env, database }: App, secret: string): Promise<Account | null> {
  const calendarToken = calendarTokenOf(env, secret);
  return calendarToken
    ? database.prisma.account.findUnique({ where: { calendarToken, status: 'ACTIVE', deletedAt: null } })
    : null;
}

interface Entry
  extends Place,
    Pick<Session, 'id' | 'title' | 'description' | 'startsAt' | 'endsAt' | 'status' | 'createdAt'> {
  hostName: string;
  /** The status of the person's booking; null for a session that they host. */
  bookingStatus: BookingStatus | null;
  changedAt: Date;
}

/**
 * Reads the sessions that a person booked (with the active booking, else the latest) or hosts, from 90 days ago on.
 * Cancelled entries stay for 90 days, so that calendars remove them. Beyond the maximum, the entries nearest to now.
 */
async function readEntries({ database }: App, { id }: Account): Promise<Entry[]> {
  const entries = await database.rows<Entry>`
    WITH hosted AS (
      SELECT "id" AS "sessionId", NULL::"BookingStatus" AS "bookingStatus", "changedAt" FROM "Session"
      WHERE "hostId" = ${id}::uuid AND "status" <> 'DRAFT'
    ), entry AS (
      (SELECT DISTINCT ON ("sessionId") "sessionId", "status" AS "bookingStatus", "changedAt" FROM "Booking"
        WHERE "accountId" = ${id}::uuid AND "sessionId" NOT IN (SELECT "sessionId" FROM hosted)
        ORDER BY "sessionId", "status" IN ('PENDING', 'WAITLISTED', 'CONFIRMED') DESC, "bookedAt" DESC)
      UNION ALL SELECT * FROM hosted)
    SELECT session."id", session."title", session."description", session."startsAt", session."endsAt",
      session."location", session."latitude", session."longitude", session."meetingUrl", session."status"::text, session."createdAt", host."displayName" AS "hostName", entry."bookingStatus"::text,
      greatest(session."changedAt", entry."changedAt") AS "changedAt"
    FROM entry JOIN "Session" session ON session."id" = entry."sessionId"
      JOIN "Account" host ON host."id" = session."hostId"
    WHERE session."status" <> 'DRAFT' AND (session."endsAt" > now() - make_interval(days => ${keptDays}) OR (
      'CANCELLED' IN (session."status"::text, entry."bookingStatus"::text)
      AND greatest(session."changedAt", entry."changedAt") > now() - make_interval(days => ${keptDays})))
    ORDER BY abs(extract(epoch FROM session."startsAt" - now())), session."id" LIMIT ${maximumEvents}`;
  return entries.sort(
    (one, other) => one.startsAt.getTime() - other.startsAt.getTime() || (one.id < other.id ? -1 : 1),
  );
}

/** Writes the same text for the same entries, so that its hash identifies it. */
function writeFeed(env: Env, account: Account, entries: Entry[]): string {
  const calendar = ical({ name: 'Shala', prodId: '//Shala//Shala//EN', ttl: refreshSeconds });
  for (const entry of entries) calendar.createEvent(toEvent(env, account, entry));
  return withConferences(calendar.toString());
}

function toEvent(env: Env, account: Account, entry: Entry): ICalEventData {
  const status = statusOf(entry);
  const place = placeFields(showsPlace(entry) ? entry : noPlace);
  const takesTime = status !== ICalEventStatus.CANCELLED && entry.bookingStatus !== 'WAITLISTED';
  return {
    // One ID for a person and a session: booking again after a cancellation revives the same calendar entry.
    id: `${entry.id}.${account.id}@shala`,
    // Calendars detect a change by these three. Without a METHOD, the stamp is the time of the change, not of the answer.
    stamp: entry.changedAt,
    lastModified: entry.changedAt,
    sequence: Math.max(0, Math.floor((entry.changedAt.getTime() - entry.createdAt.getTime()) / 1000)),
    // UTC needs no time-zone rules in the feed.
    start: entry.startsAt,
    end: entry.endsAt,
    summary: plain(entry.title).replaceAll('\n', ' '),
    description: plain(describe(entry, place.lines)),
    ...place.event,
    url: sessionUrl(env, entry.id),
    status,
    transparency: takesTime ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
  };
}

function statusOf({ status, bookingStatus }: Entry): ICalEventStatus {
  if (status === 'CANCELLED' || bookingStatus === 'CANCELLED') return ICalEventStatus.CANCELLED;
  const isOpen = bookingStatus === 'PENDING' || bookingStatus === 'WAITLISTED';
  return isOpen ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

/** The person hosts the session, or has a confirmed booking of it. */
function showsPlace({ bookingStatus }: Entry): boolean {
  return bookingStatus === null || seatStatuses.includes(bookingStatus);
}

function describe({ hostName, bookingStatus, description }: Entry, place: string[]): string {
  const letters = [...(description ?? '')];
  const shown = letters.length > maximumDescription ? `${letters.slice(0, maximumDescription).join('')}…` : description;
  const role = bookingStatus === null ? 'You host this session.' : `With ${hostName}.`;
  const state = { PENDING: 'Your booking is not confirmed yet.', WAITLISTED: 'You are on the waitlist.' };
  const lines = [role, bookingStatus && state[bookingStatus as keyof typeof state], ...place, shown && `\n${shown}`];
  return lines.filter(Boolean).join('\n');
}
