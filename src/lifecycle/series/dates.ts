import type { App } from '../../context.ts';
import { Prisma, type Series } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import type { SessionContent } from '../../sessions/content.ts';
import { newJoinCode } from '../../sessions/join-codes.ts';
import { datesBetween, firstDate, type Schedule } from './recurrence.ts';

// Whoever changes a series or adds dates to it holds its row: taken first, before any session's.

const week = 7 * 86_400_000;
const horizonWeeks = 8;

/** Until when the dates of a series are made sessions. */
const horizon = () => new Date(Date.now() + horizonWeeks * week);

/** When the next date comes of a series that has no more: further than it has any. */
const never = new Date('9999-12-31T00:00:00Z');

/** What each new date of a series begins with. */
export const contentOf = ({ template }: Pick<Series, 'template'>) => template as unknown as SessionContent;

/** The dates from `from` up to the horizon; the first one even if it is beyond. */
export function datesAhead(schedule: Schedule, from: Date): Date[] {
  const dates = datesBetween(schedule, from, horizon());
  const first = dates.length > 0 ? null : firstDate(schedule, from);
  return first ? [first] : dates;
}

/** Makes sessions of dates of a locked series. */
export async function addDates(tx: Transaction, series: Series, dates: Date[]): Promise<void> {
  const content = contentOf(series);
  // Its author may have deleted it since the series began.
  const sequence = content.sequenceId && (await tx.sequence.findUnique({ where: { id: content.sequenceId } }));
  await tx.session.createMany({
    data: dates.map((date) => ({
      ...content,
      sequenceId: sequence ? sequence.id : null,
      hostId: series.hostId,
      status: 'SCHEDULED' as const,
      startsAt: date,
      endsAt: new Date(date.getTime() + series.durationMinutes * 60_000),
      timeZone: series.timeZone,
      joinCode: newJoinCode(),
      seriesId: series.id,
      occurrence: date,
    })),
  });
}

/** Remembers how far the dates of a locked series are sessions: up to the next one that is not. */
export async function markAhead(tx: Transaction, series: Series, dates: Date[]): Promise<Series> {
  const last = dates.at(-1)?.getTime() ?? 0;
  const materialisedUntil = firstDate(series, new Date(Math.max(horizon().getTime(), last + 1))) ?? never;
  return tx.series.update({ where: { id: series.id }, data: { materialisedUntil } });
}

/** Makes sessions of the dates of a locked series that are ahead from `from` on and are none yet. */
export async function materialise(tx: Transaction, series: Series, from: Date): Promise<Series> {
  const dates = datesAhead(series, from);
  const sessions = await tx.session.findMany({ where: { seriesId: series.id, occurrence: { in: dates } } });
  const taken = new Set(sessions.map(({ occurrence }) => occurrence?.getTime()));
  await addDates(
    tx,
    series,
    dates.filter((date) => !taken.has(date.getTime())),
  );
  return markAhead(tx, series, dates);
}

const mostAtOnce = 1000;

/** Makes sessions of the dates that the horizon has reached, of so many series at a time; nodes skip each other's. Returns of how many. */
export async function extendSeries(app: App): Promise<number> {
  let count = 0;
  const due = await app.database.rows<Pick<Series, 'id'>>`
    SELECT series."id" ${dueSeries()} ORDER BY series."materialisedUntil" LIMIT ${mostAtOnce}`;
  for (const { id } of due) {
    try {
      await transaction(app.database, async (tx) => {
        const [series] = await tx.$queryRaw<Series[]>`
          SELECT series.* ${dueSeries()} AND series."id" = ${id}::uuid FOR NO KEY UPDATE OF series SKIP LOCKED`;
        if (!series) return;
        await materialise(tx, series, new Date(Math.max(series.materialisedUntil.getTime(), Date.now())));
        count += 1;
      });
    } catch (error) {
      // One that fails must not keep those behind it from theirs.
      app.metrics.periodicFault();
      app.log.error({ err: error, seriesId: id }, 'a series could not be extended');
    }
  }
  return count;
}

/** Whoever has left, or may not sign in or list sessions any more, gets no further dates by this either. */
function dueSeries(): Prisma.Sql {
  return Prisma.sql`FROM "Series" series JOIN "Account" host ON host."id" = series."hostId"
    WHERE series."endedAt" IS NULL AND series."materialisedUntil" < ${horizon()}
      AND host."status" = 'ACTIVE' AND host."deletedAt" IS NULL AND (host."role" <> 'USER' OR series."template"->>'visibility' = 'UNLISTED')`;
}
