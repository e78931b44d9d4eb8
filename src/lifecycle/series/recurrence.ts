import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { supportedTimeZone } from '../../time-zones.ts';

/** The dates of a series, all at the local time of the first start. */
export interface Schedule {
  /** An RRULE as returned by `parseRule`. */
  rule: string;
  timeZone: string;
  startsAt: Date;
}

const numbers = (minimum: number, maximum: number) => ({
  pattern: /^[+-]?\d{1,3}(,[+-]?\d{1,3})*$/,
  isInRange: (value: string) =>
    value.split(',').every((one) => Number(one) >= minimum && Number(one) <= maximum && Number(one) !== 0),
});
const weekday = '(MO|TU|WE|TH|FR|SA|SU)';
const whole = (maximum: number) => ({
  pattern: /^[1-9]\d{0,3}$/,
  isInRange: (value: string) => Number(value) <= maximum,
});
const anything = () => true;

// BYHOUR, BYMINUTE and BYSECOND are not supported: every date has the first start's time of day, so a day has at most
// one date.
const parts: Record<string, { pattern: RegExp; isInRange: (value: string) => boolean }> = {
  FREQ: { pattern: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/, isInRange: anything },
  INTERVAL: whole(1000),
  COUNT: whole(1000),
  UNTIL: { pattern: /^\d{8}(T\d{6}Z)?$/, isInRange: (value) => parseUntil(value) !== null },
  BYMONTH: numbers(1, 12),
  BYWEEKNO: numbers(-53, 53),
  BYYEARDAY: numbers(-366, 366),
  BYMONTHDAY: numbers(-31, 31),
  BYDAY: {
    pattern: new RegExp(`^([+-]?\\d{1,2})?${weekday}(,([+-]?\\d{1,2})?${weekday})*$`),
    isInRange: (value) => value.split(',').every((one) => Math.abs(Number.parseInt(one, 10) || 1) <= 53),
  },
  BYSETPOS: numbers(-366, 366),
  WKST: { pattern: new RegExp(`^${weekday}$`), isInRange: anything },
};

const longestRule = 300;

/** The stored form of a rule, in upper case and without `RRULE:`, or its fault. */
export function parseRule(text: string): { rule: string } | { fault: string } {
  const rule = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
  if (rule.length > longestRule) return { fault: `must have at most ${longestRule} characters` };
  const names = new Set<string>();
  for (const part of rule.split(';')) {
    const [name = '', value = ''] = part.split(/=(.*)/s);
    const known = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (!known) return { fault: `must consist of ${Object.keys(parts).join(', ')} only` };
    if (names.has(name)) return { fault: `must not have ${name} twice` };
    if (!known.pattern.test(value) || !known.isInRange(value)) return { fault: `must have a valid ${name}` };
    names.add(name);
  }
  if (!names.has('FREQ')) return { fault: 'must have FREQ' };
  if (names.has('COUNT') && names.has('UNTIL')) return { fault: 'must not have both COUNT and UNTIL' };
  try {
    recurrence({ rule, timeZone: 'UTC', startsAt: new Date(0) });
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'must be an RFC 5545 rule' };
  }
  return { rule };
}

/** The dates from `from` on, before `until`: strictly increasing, at most one a day. */
export function datesBetween(schedule: Schedule, from: Date, until: Date): Date[] {
  // A day's margin, for instants that are another day in the zone than in UTC.
  const wall = (date: Date, days: number) => toWall(date, schedule.timeZone).add({ days });
  const walls = recurrence(schedule).between(wall(from, -1), wall(until, 1), true);
  const dates = walls.map((one) => fromWall(one, schedule.timeZone)).filter((date) => date >= from && date < until);
  return dates.filter((date, index) => index === 0 || date > (dates[index - 1] as Date));
}

/** The first date from `from` on; null where the rule gives no more. */
export function firstDate(schedule: Schedule, from: Date): Date | null {
  const rule = recurrence(schedule);
  let wall = nextWall(rule, toWall(from, schedule.timeZone).subtract({ days: 1 }));
  while (wall && fromWall(wall, schedule.timeZone) < from) wall = nextWall(rule, wall.add({ seconds: 1 }));
  return wall && fromWall(wall, schedule.timeZone);
}

/** The search for a date is bounded. A rule whose parts exclude each other has no further dates. */
function nextWall(rule: RRuleTemporal<Temporal.ZonedDateTime>, from: Temporal.ZonedDateTime) {
  try {
    return rule.next(from, true);
  } catch {
    return null;
  }
}

/** The schedule from one of its dates on. A COUNT is reduced by the past dates. */
export function scheduleFrom(schedule: Schedule, date: Date): Schedule {
  const past = datesBetween(schedule, schedule.startsAt, date).length;
  const rule = schedule.rule.replace(/COUNT=(\d+)/, (_part, count: string) => `COUNT=${Number(count) - past}`);
  return { ...schedule, rule, startsAt: date };
}

/** The rule, ended before `date`. */
export function ruleUntil(rule: string, date: Date): string {
  const last = new Date(date.getTime() - 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  const rest = rule.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part));
  return [...rest, `UNTIL=${last}`].join(';');
}

/** The day of an instant in a zone, YYYY-MM-DD. */
export function dayOf(date: Date, timeZone: string): string {
  return toWall(date, timeZone).toPlainDate().toString();
}

/** The schedule's time of day, in `timeZone`, on the local day of `date`. */
export function sameTimeOn(date: Date, schedule: Schedule, timeZone: string): Date {
  const day = toWall(date, schedule.timeZone).toPlainDate();
  const time = toWall(schedule.startsAt, schedule.timeZone).toPlainTime();
  return fromWall(day.toZonedDateTime({ timeZone: 'UTC', plainTime: time }), timeZone);
}

/** The number of periods to search for the next date: decades, more than any series lasts. */
const mostPeriods: Record<string, number> = { DAILY: 8000, WEEKLY: 1200, MONTHLY: 600, YEARLY: 100 };

/** The rule is evaluated on local times as if they were UTC, so that clock changes do not affect it. */
function recurrence({ rule, timeZone, startsAt }: Schedule): RRuleTemporal<Temporal.ZonedDateTime> {
  const until = /;?UNTIL=([^;]*)/.exec(rule);
  const last = until && parseUntil(until[1] as string);
  return new RRuleTemporal({
    rruleString: `RRULE:${until ? rule.replace(until[0], '').replace(/^;/, '') : rule}`,
    dtstart: toWall(startsAt, timeZone),
    ...(last && { until: last instanceof Date ? toWall(last, timeZone) : last }),
    strict: true,
    temporal: Temporal,
    maxIterations: mostPeriods[/FREQ=(\w+)/.exec(rule)?.[1] as string],
    maxCandidateEvaluations: 20_000,
  });
}

/** An UNTIL: an instant, or the end of a local day; null if it is invalid. */
function parseUntil(value: string): Date | Temporal.ZonedDateTime | null {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(value) ?? [];
  const time = hours === undefined ? '23:59:59' : `${hours}:${minutes}:${seconds}`;
  try {
    const wall = Temporal.PlainDateTime.from(`${year}-${month}-${day}T${time}`).toZonedDateTime('UTC');
    return hours === undefined ? wall : new Date(wall.epochMilliseconds);
  } catch {
    return null;
  }
}

function toWall(date: Date, timeZone: string): Temporal.ZonedDateTime {
  const zoned = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(supportedTimeZone(timeZone));
  return zoned.toPlainDateTime().toZonedDateTime('UTC');
}

/** A local time that a clock change skips moves later by the skipped amount. Of a repeated one the first is taken. */
function fromWall(wall: Temporal.ZonedDateTime, timeZone: string): Date {
  return new Date(
    wall.toPlainDateTime().toZonedDateTime(supportedTimeZone(timeZone), { disambiguation: 'compatible' })
      .epochMilliseconds,
  );
}
