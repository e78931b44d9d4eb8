import { Temporal } from 'temporal-polyfill';
import type { App } from '../../context.ts';
import type { Session } from '../../database/generated/client.ts';
import { transaction } from '../../database/transaction.ts';
import type { NotificationKind } from '../../feature.ts';
import { quoted } from '../../operations/notifications/layout.ts';
import { supportedTimeZone } from '../../time-zones.ts';
import { sessionUrl } from '../calendar/text.ts';

const kind = 'HOST_DAILY_SUMMARY';
/** The hours of the morning in which it is sent. */
const morning = { from: 6, to: 12 };
const hostsAtOnce = 500;

interface Day {
  date: string;
  from: Date;
  to: Date;
}

/** A day in a zone: its first instant, and that of the next day. */
function dayIn(timeZone: string, date: Temporal.PlainDate): Day {
  const [from, to] = [date, date.add({ days: 1 })].map(
    (one) => new Date(one.toZonedDateTime(supportedTimeZone(timeZone)).epochMilliseconds),
  ) as [Date, Date];
  return { date: date.toString(), from, to };
}

function nowIn(timeZone: string, now: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(supportedTimeZone(timeZone));
}

/** Queues the summary of the day for hosts where it is morning now and who have a session today. Returns how many. */
export async function queueSummaries(app: App, now = new Date()): Promise<number> {
  const [tomorrow, yesterday] = [1, -1].map((days) => new Date(now.getTime() + days * 86_400_000)) as [Date, Date];
  const zones = await app.database.rows<{ timeZone: string }>`
    SELECT DISTINCT host."timeZone" FROM "Session" session JOIN "Account" host ON host."id" = session."hostId"
    WHERE session."status" = 'SCHEDULED' AND session."startsAt" BETWEEN ${yesterday}::timestamptz AND ${tomorrow}::timestamptz`;
  const days = zones.flatMap(({ timeZone }) => {
    const local = nowIn(timeZone, now);
    const isMorning = local.hour >= morning.from && local.hour < morning.to;
    return isMorning ? [{ timeZone, ...dayIn(timeZone, local.toPlainDate()) }] : [];
  });
  if (days.length === 0) return 0;
  const hosts = await app.database.rows<{ id: string; date: string; key: string }>`
    SELECT DISTINCT host."id", day."date", ${kind} || ':' || host."id" || ':' || day."date" AS "key"
    FROM unnest(${days.map((day) => day.timeZone)}::text[], ${days.map((day) => day.date)}::text[],
      ${days.map((day) => day.from)}::timestamptz[], ${days.map((day) => day.to)}::timestamptz[])
      AS day("timeZone", "date", "from", "to")
    JOIN "Account" host ON host."timeZone" = day."timeZone" AND host."status" = 'ACTIVE' AND host."deletedAt" IS NULL
    JOIN "Session" session ON session."hostId" = host."id" AND session."status" = 'SCHEDULED'
      AND session."startsAt" >= day."from" AND session."startsAt" < day."to"
    WHERE NOT EXISTS (SELECT FROM "NotificationDelivery" queued
      WHERE queued."key" = ${kind} || ':' || host."id" || ':' || day."date")
    LIMIT ${hostsAtOnce}`;
  if (hosts.length > 0) {
    // Nodes that find the same hosts queue one summary each: the key admits the first.
    await transaction(app.database, (tx) =>
      app.mail.queue(
        tx,
        hosts.map(({ id, date, key }) => ({ kind, accountId: id, payload: { date }, key })),
      ),
    );
  }
  return hosts.length;
}

export const dailySummary: NotificationKind = {
  ...{ name: kind, isOptional: true, usefulHours: morning.to - morning.from },
  description: 'In the morning, the sessions that they host on that day; nothing on a day without.',
  async compose({ env, database }, { accountId, payload, recipient }) {
    if (!accountId || !recipient) return 'The account is deleted.';
    const { timeZone } = recipient;
    const date = Temporal.PlainDate.from((payload as { date: string }).date);
    if (!nowIn(timeZone, new Date()).toPlainDate().equals(date)) return 'The day is over.';
    const { from, to } = dayIn(timeZone, date);
    const sessions = await database.prisma.session.findMany({
      where: { hostId: accountId, status: { in: ['SCHEDULED', 'LIVE'] }, startsAt: { gte: from, lt: to } },
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      take: 50,
    });
    const [first] = sessions;
    if (!first) return 'There is no session on this day any more.';
    const titleOf = ({ title }: Pick<Session, 'title'>) => quoted(recipient, title) ?? 'a session';
    const zone = supportedTimeZone(timeZone);
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: zone });
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: zone });
    return {
      message: {
        subject: sessions.length === 1 ? `Today: ${titleOf(first)}` : `Today: ${sessions.length} sessions`,
        parts: [
          `Your sessions on ${day.format(first.startsAt)}; times are those of ${zone}.`,
          {
            facts: sessions.map((session): [string, string] => {
              const { startsAt, seatsTaken, maxParticipants: most } = session;
              const seats = `${seatsTaken}${most === null ? '' : ` of ${most}`}`;
              return [time.format(startsAt), `${titleOf(session)} (seats taken: ${seats})`];
            }),
          },
          { link: 'The first session', url: sessionUrl(env, first.id) },
        ],
      },
    };
  },
};
