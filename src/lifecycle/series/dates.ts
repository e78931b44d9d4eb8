import type { App } from '../../context.ts';
import { logFailure } from '../../database/errors.ts';
import { Prisma, type Series } from '../../database/generated/client.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { laterContent, type SessionContent } from '../../sessions/content.ts';
import { sessionsCreated } from '../../sessions/events.ts';
import { newJoinCode } from '../../sessions/join-codes.ts';
import { datesBetween, firstDate, type Schedule } from './recurrence.ts';

// Every change of a series and every added date locks the series' row, before the row of any session.

const week = 7 * 86_400_000;
const horizonWeeks = 8;

/** Dates before this instant become sessions. */
const horizon = () => new Date(Date.now() + horizonWeeks * week);

/** The next date of a series that has no further dates. */
const never = new Date('9999-12-31T00:00:00Z');

/** The content of each new date of a series. */
export function contentOf({ template }: Pick<Series, 'template'>): SessionContent {
  return { ...laterContent, ...(template as unknown as SessionContent) };
}

/** The dates from `from` up to the horizon, or the first date beyond it if there are none. */
export function datesAhead(schedule: Schedule, from: Date): Date[] {
  const dates = datesBetween(schedule, from, horizon());
  const first = dates.length > 0 ? null : firstDate(schedule, from);
  return first ? [first] : dates;
}

/** Creates sessions for dates of a locked series. */
export async function addDates(tx: Transaction, app: App, series: Series, dates: Date[]): Promise<void> {
  const content = contentOf(series);
  // The sequence may have been deleted since the series was created.
  const sequence = content.sequenceId && (await tx.sequence.findUnique({ where: { id: content.sequenceId } }));
  const added = await tx.session.createManyAndReturn({
    select: { id: true },
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
  await sessionsCreated(
    tx,
    app,
    added.map(({ id }) => id),
  );
}

/** Stores the first date of a locked series that is not a session yet: the one after `dates`, all of datesAhead(). */
export async function markAhead(tx: Transaction, series: Series, dates: Date[]): Promise<Series> {
  // Not the one after the present horizon, which has moved on since.
  const last = dates.at(-1);
  const materialisedUntil = firstDate(series, last ? new Date(last.getTime() + 1) : horizon()) ?? never;
  return tx.series.update({ where: { id: series.id }, data: { materialisedUntil } });
}

/** Creates the missing sessions of a locked series from `from` up to the horizon. */
export async function materialise(tx: Transaction, app: App, series: Series, from: Date): Promise<Series> {
  const dates = datesAhead(series, from);
  const sessions = await tx.session.findMany({ where: { seriesId: series.id, occurrence: { in: dates } } });
  const taken = new Set(sessions.map(({ occurrence }) => occurrence?.getTime()));
  await addDates(
    tx,
    app,
    series,
    dates.filter((date) => !taken.has(date.getTime())),
  );
  return markAhead(tx, series, dates);
}

const mostAtOnce = 1000;

/** Creates sessions for the dates that the horizon has reached. Nodes skip series that another one has locked. Returns the number of series. */
export async function extendSeries(app: App): Promise<number> {
  let count = 0;
  const due = await app.database.rows<Pick<Series, 'id'>>`
    SELECT series."id" ${dueSeries()} ORDER BY series."materialisedUntil" LIMIT ${mostAtOnce}`;
  for (const { id } of due) {
    if (app.stopping.aborted) break;
    try {
      count += await transaction(app.database, async (tx) => {
        const [series] = await tx.$queryRaw<Series[]>`
          SELECT series.* ${dueSeries()} AND series."id" = ${id}::uuid FOR NO KEY UPDATE OF series SKIP LOCKED`;
        if (!series) return 0;
        await materialise(tx, app, series, new Date(Math.max(series.materialisedUntil.getTime(), Date.now())));
        return 1;
      });
    } catch (error) {
      // A series that fails must not block the others.
      app.metrics.periodicFault();
      logFailure(app.log, error, 'extending a series failed', { seriesId: id });
    }
  }
  return count;
}

/** Series whose host is suspended, deleted or no longer allowed to list sessions are not extended. */
function dueSeries(): Prisma.Sql {
  return Prisma.sql`FROM "Series" series JOIN "Account" host ON host."id" = series."hostId"
    WHERE series."endedAt" IS NULL AND series."materialisedUntil" < ${horizon()}
      AND host."status" = 'ACTIVE' AND host."deletedAt" IS NULL AND (host."role" <> 'USER' OR series."template"->>'visibility' = 'UNLISTED')`;
}
