import { holdViewer } from '../../accounts/hold.ts';
import { moderate, parseReason } from '../../accounts/moderation.ts';
import type { App, SignedIn } from '../../context.ts';
import { Prisma, type Series, type Session } from '../../database/generated/client.ts';
import { lockSeries, lockSessionsWhere } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { changedContent, newContent } from '../../sessions/content.ts';
import { NotHostError } from '../../sessions/errors.ts';
import type { ValidSessionUpdate } from '../../sessions/validation.ts';
import { validate } from '../../validation.ts';
import { cancelLockedSession } from '../cancel.ts';
import { deleteUnused } from '../delete.ts';
import { updateLockedSession } from '../update.ts';
import { addDates, contentOf, datesAhead, markAhead, materialise } from './dates.ts';
import { SeriesEndedError } from './errors.ts';
import { seriesChanged } from './events.ts';
import { datesBetween, dayOf, firstDate, ruleUntil, type Schedule, scheduleFrom, startOn } from './recurrence.ts';
import {
  type SeriesCreation,
  type SeriesUpdate,
  seriesCreation,
  seriesUpdate,
  type ValidSeriesUpdate,
} from './validation.ts';

const day = 86_400_000;
const droppedReason = 'The series no longer has this date.';

/** Creates a series and the sessions of its dates up to the horizon, at least the first. */
export async function createSeries(context: SignedIn, input: SeriesCreation): Promise<Series> {
  const { rule, startsAt, timeZone, durationMinutes, ...content } = validate(seriesCreation, input);
  const schedule = { rule, startsAt, timeZone, localStart: null };
  if (!gives(schedule, startsAt)) throw invalid('rule', 'must have startsAt as its first date');
  return transaction(context.app.database, async (tx) => {
    await holdViewer(tx, context);
    const template = await newContent(tx, context, content);
    const data = { ...schedule, durationMinutes, template, hostId: context.viewer.account.id };
    const series = await tx.series.create({ data: { ...data, materialisedUntil: startsAt } });
    await seriesChanged(tx, context.app, series);
    return materialise(tx, context.app, series, startsAt);
  });
}

/**
 * Changes all upcoming dates of a series, or those from the session `from` on. Individually changed, cancelled and
 * deleted dates stay as they are. A session keeps its bookings if the new schedule has a date on the same local day.
 * Returns the series of the changed dates: a new one if earlier dates remain in the old one.
 */
export async function updateSeries(
  context: SignedIn,
  id: string,
  input: SeriesUpdate,
  from: string | null,
): Promise<Series> {
  const { rule, startsAt, timeZone, ...change } = validate(seriesUpdate, input);
  return transaction(context.app.database, async (tx) => {
    const series = await lockSeries(tx, id);
    if (!series) throw new NotFoundError('series');
    if (series.hostId !== context.viewer.account.id) throw notHost();
    if (series.endedAt) throw new SeriesEndedError();
    const since = from === null ? firstChanged(startsAt) : await upcomingDate(tx, series, from);
    const before = from === null ? undefined : datesBetween(series, series.startsAt, since).at(-1);
    const schedule = newSchedule(series, since, before, { rule, startsAt, timeZone });
    const sessions = await lockSessionsWhere(tx, Prisma.sql`"seriesId" = ${id}::uuid AND "occurrence" >= ${since}`);
    const template = { ...contentOf(series), ...(await changedContent(tx, context, contentOf(series), change)) };
    const data = {
      ...(schedule ?? scheduleOf(series)),
      template,
      durationMinutes: change.durationMinutes ?? series.durationMinutes,
    };
    const target = before ? await split(tx, series, since, data) : await tx.series.update({ where: { id }, data });
    await seriesChanged(tx, context.app, target);
    return arrange(tx, context, { series, target, sessions, since, change, isMoved: schedule !== null });
  });
}

/** Ends a series, as its host or as a moderating admin. Every upcoming date is cancelled or deleted. */
export async function endSeries(context: SignedIn, id: string, given: string): Promise<Series> {
  const reason = parseReason(given, true);
  return transaction(context.app.database, async (tx) => {
    const series = await lockSeries(tx, id);
    if (!series) throw new NotFoundError('series');
    const { account } = context.viewer;
    if (series.hostId !== account.id && account.role !== 'ADMIN') throw notHost();
    const { audit } = moderate(context, series.hostId, reason, 'series');
    if (series.endedAt) return series;
    const sessions = await lockSessionsWhere(
      tx,
      Prisma.sql`"seriesId" = ${id}::uuid AND "status" = 'SCHEDULED' AND "startsAt" > ${new Date()}`,
    );
    const by = series.hostId === account.id ? 'HOST' : 'STUDIO';
    for (const session of sessions) await drop(tx, context.app, session, { reason, by });
    await audit(tx, { action: 'series.ended', targetType: 'Series', targetId: id });
    await seriesChanged(tx, context.app, series);
    return tx.series.update({ where: { id }, data: { endedAt: new Date() } });
  });
}

const scheduleOf = ({ rule, timeZone, startsAt, localStart }: Series): Schedule => ({
  ...{ rule, timeZone, startsAt, localStart },
});

/** From when on all dates change. A given start may be a moment ago, and is then the date of a session that has begun. */
const firstChanged = (startsAt: Date | null | undefined) =>
  new Date(Math.min(Date.now(), startsAt?.getTime() ?? Number.POSITIVE_INFINITY));

async function upcomingDate(tx: Transaction, { id: seriesId }: Series, sessionId: string): Promise<Date> {
  const session = await tx.session.findUnique({ where: { id: sessionId, seriesId } });
  if (!session) throw new NotFoundError('session');
  if (session.occurrence && session.occurrence > new Date()) return session.occurrence;
  throw invalid('from', 'must be an upcoming date of the series');
}

/**
 * The schedule from `since` on; null if it does not change. Without a given start, a new rule or zone applies from the
 * next date at the same time of day. `before` is the last unaffected date.
 */
function newSchedule(
  series: Series,
  since: Date,
  before: Date | undefined,
  given: Pick<ValidSeriesUpdate, 'rule' | 'startsAt' | 'timeZone'>,
): Schedule | null {
  const next = firstDate(series, since);
  const rest = scheduleFrom(scheduleOf(series), next ?? since);
  const timeZone = given.timeZone ?? series.timeZone;
  if (!given.rule && !given.startsAt && timeZone === series.timeZone) {
    return before ? rest : null;
  }
  if (!next && !given.rule) throw invalid('rule', 'must be given, since the series has no further dates');
  const rule = given.rule ?? rest.rule;
  const start = given.startsAt
    ? { startsAt: given.startsAt, localStart: null }
    : next && startOn(next, series, timeZone);
  if (!start) throw invalid('startsAt', 'must be given, since the series has no further dates');
  const schedule = { rule, timeZone, ...start };
  if (given.startsAt && !gives(schedule, given.startsAt)) {
    throw invalid('rule', 'must have startsAt as its first date');
  }
  const first = firstDate(schedule, start.startsAt);
  if (!first) throw invalid('rule', 'must have at least one date');
  if (before && first <= before) throw invalid('startsAt', 'must be after the preceding dates of the series');
  if (!given.startsAt && first <= new Date()) throw invalid('timeZone', 'must not move the next date into the past');
  return { ...schedule, ...startOn(first, schedule, timeZone) };
}

/** Ends a series before one of its dates and creates another from there. */
async function split(
  tx: Transaction,
  series: Series,
  since: Date,
  data: Schedule & Pick<Prisma.SeriesUncheckedCreateInput, 'template' | 'durationMinutes'>,
): Promise<Series> {
  const { id, hostId } = series;
  const ended = await tx.series.update({ where: { id }, data: { rule: ruleUntil(scheduleOf(series), since) } });
  await markAhead(tx, ended, []);
  return tx.series.create({ data: { ...data, hostId, materialisedUntil: data.startsAt } });
}

interface Arrangement {
  series: Series;
  target: Series;
  /** The locked sessions of `series` from `since` on. */
  sessions: Session[];
  since: Date;
  change: ValidSessionUpdate;
  isMoved: boolean;
}

/** Moves, creates and drops sessions so that they match the changed series. */
async function arrange(
  tx: Transaction,
  context: SignedIn,
  { series, target, sessions, since, change, isMoved }: Arrangement,
): Promise<Series> {
  const byDay = new Map(sessions.map((session) => [dayOf(dateOf(session), series), session]));
  const ahead = datesAhead(target, isMoved ? target.startsAt : since);
  const deleted = daysWithout(byDay, series, since, ahead.at(-1) ?? since);
  // In another zone a new date may equal the old date of another session, and dates are unique.
  if (isMoved) await forgetDates(tx, sessions);
  const added: Date[] = [];
  for (const date of [...ahead, ...keptBeyond(byDay, target, ahead.at(-1) ?? since)]) {
    const dayThere = dayOf(date, target);
    const session = byDay.get(dayThere);
    byDay.delete(dayThere);
    if (session) await move(tx, context, { session, target, date, change, isMoved });
    else if (!deleted.has(dayThere)) added.push(date);
  }
  for (const session of byDay.values()) {
    if (isUnmodified(session)) await drop(tx, context.app, session, { reason: droppedReason, by: 'HOST' });
  }
  await addDates(tx, context.app, target, added);
  return markAhead(tx, target, ahead);
}

const dateOf = (session: Session) => session.occurrence as Date;
const isUnmodified = ({ isDetached, status }: Session) => !isDetached && status === 'SCHEDULED';

/** The days until then that were sessions of the series once and are none any more: their host deleted them. */
function daysWithout(byDay: Map<string, Session>, series: Series, since: Date, until: Date): Set<string> {
  const end = new Date(Math.min(series.materialisedUntil.getTime(), until.getTime() + day));
  const days = datesBetween(series, since, end).map((date) => dayOf(date, series));
  return new Set(days.filter((one) => !byDay.has(one)));
}

/** Dates after `after` that are sessions already, such as the first date of a series that begins beyond the horizon. */
function keptBeyond(byDay: Map<string, Session>, target: Series, after: Date): Date[] {
  const last = Math.max(...[...byDay.values()].map((session) => dateOf(session).getTime()), 0);
  const later = datesBetween(target, new Date(after.getTime() + 1), new Date(last + 2 * day));
  return later.filter((date) => byDay.has(dayOf(date, target)));
}

function forgetDates(tx: Transaction, sessions: Session[]) {
  return tx.session.updateMany({
    where: { id: { in: sessions.map(({ id }) => id) } },
    data: { occurrence: null },
  });
}

/** Assigns a session to a date. Applies the changes unless it was changed individually or cancelled. */
async function move(
  tx: Transaction,
  context: SignedIn,
  {
    session,
    target,
    date,
    change,
    isMoved,
  }: Pick<Arrangement, 'target' | 'change' | 'isMoved'> & { session: Session; date: Date },
): Promise<void> {
  if (isMoved) {
    await tx.session.update({ where: { id: session.id }, data: { seriesId: target.id, occurrence: date } });
  }
  if (!isUnmodified(session)) return;
  const changes: ValidSessionUpdate = {
    ...change,
    ...(session.startsAt.getTime() !== date.getTime() && { startsAt: date }),
    ...(session.timeZone !== target.timeZone && { timeZone: target.timeZone }),
  };
  if (Object.values(changes).some((value) => value !== undefined))
    await updateLockedSession(tx, context, session, changes);
}

/** Deletes a locked session, or cancels it if somebody booked or joined it. */
async function drop(
  tx: Transaction,
  app: App,
  session: Session,
  cancellation: Parameters<typeof cancelLockedSession>[3],
): Promise<void> {
  if (!(await deleteUnused(tx, app, session))) await cancelLockedSession(tx, app, session.id, cancellation);
}

function gives(schedule: Schedule, date: Date): boolean {
  return datesBetween(schedule, date, new Date(date.getTime() + 1)).length > 0;
}

const notHost = () => new NotHostError('Only the host of the series may do this.');

function invalid(field: string, message: string): InvalidInputError {
  return new InvalidInputError([{ path: [field], message }]);
}
