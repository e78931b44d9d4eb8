import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  datesBetween,
  dayOf,
  firstDate,
  parseRule,
  ruleUntil,
  type Schedule,
  scheduleFrom,
} from '../../src/lifecycle/series/recurrence.ts';
import { referenceDays } from '../support/recurrence.ts';

// To make one takes far longer than to ask it.
const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(date: Date, timeZone: string): string {
  const format =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, format);
  return format.format(date);
}

/** What the clocks show on the dates of a rule, from its start up to a day. */
function dates(rule: string, timeZone: string, startsAt: string, until: string): string[] {
  const parsed = parseRule(rule);
  if ('fault' in parsed) throw new Error(parsed.fault);
  const schedule = { rule: parsed.rule, timeZone, startsAt: new Date(startsAt), localStart: null };
  return datesBetween(schedule, schedule.startsAt, new Date(until)).map((date) => clock(date, timeZone));
}

test('a class at 18:00 is at 18:00 before and after the clocks change', () => {
  for (const [timeZone, startsAt, before, after] of [
    ['Europe/Lisbon', '2027-03-23T18:00:00Z', '18:00:00.000Z', '17:00:00.000Z'],
    ['Europe/Berlin', '2027-03-23T17:00:00Z', '17:00:00.000Z', '16:00:00.000Z'],
    ['America/New_York', '2027-03-09T23:00:00Z', '23:00:00.000Z', '22:00:00.000Z'],
  ] as const) {
    const schedule = { rule: 'FREQ=WEEKLY;BYDAY=TU', timeZone, startsAt: new Date(startsAt), localStart: null };
    const year = datesBetween(schedule, schedule.startsAt, new Date('2028-03-01T00:00:00Z'));
    expect(new Set(year.map((date) => clock(date, timeZone).slice(-5)))).toEqual(new Set(['18:00']));
    expect(year[0]?.toISOString().slice(11)).toBe(before);
    expect(year[1]?.toISOString().slice(11)).toBe(after);
    expect(year.at(-1)?.toISOString().slice(11)).toBe(before);
    expect(year.map((date) => date.getTime())).toEqual(year.map((date) => date.getTime()).toSorted((a, b) => a - b));
  }
});

test('a time that the clocks skip is as much later, and one that they show twice is the first', () => {
  const zone = 'Europe/Berlin';
  expect(dates('FREQ=DAILY', zone, '2027-03-27T01:30:00Z', '2027-03-30T00:00:00Z')).toEqual([
    '2027-03-27 02:30',
    '2027-03-28 03:30',
    '2027-03-29 02:30',
  ]);
  const schedule = { rule: 'FREQ=DAILY', timeZone: zone, startsAt: new Date('2027-10-30T00:30:00Z'), localStart: null };
  const found = datesBetween(schedule, schedule.startsAt, new Date('2027-11-02T00:00:00Z'));
  expect(found.map((date) => date.toISOString().slice(0, 16))).toEqual([
    '2027-10-30T00:30',
    '2027-10-31T00:30',
    '2027-11-01T01:30',
  ]);
});

test('years end, months are short and leap days are rare', () => {
  const until = '2033-01-01T00:00:00Z';
  expect(dates('FREQ=WEEKLY;COUNT=3', 'Asia/Tokyo', '2026-12-22T09:00:00Z', until)).toEqual([
    '2026-12-22 18:00',
    '2026-12-29 18:00',
    '2027-01-05 18:00',
  ]);
  expect(dates('FREQ=MONTHLY;UNTIL=20270731', 'Europe/Lisbon', '2027-01-31T18:00:00Z', until)).toEqual([
    '2027-01-31 18:00',
    '2027-03-31 18:00',
    '2027-05-31 18:00',
    '2027-07-31 18:00',
  ]);
  expect(dates('FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', 'UTC', '2027-12-31T18:00:00Z', until)).toEqual([
    '2027-12-31 18:00',
    '2028-01-31 18:00',
    '2028-02-29 18:00',
  ]);
  expect(dates('FREQ=YEARLY', 'UTC', '2028-02-29T18:00:00Z', until)).toEqual(['2028-02-29 18:00', '2032-02-29 18:00']);
  const fortnights = 'freq=weekly;interval=2;byday=tu,th;wkst=mo;count=4';
  expect(dates(fortnights, 'UTC', '2027-01-05T18:00:00Z', until)).toEqual([
    '2027-01-05 18:00',
    '2027-01-07 18:00',
    '2027-01-19 18:00',
    '2027-01-21 18:00',
  ]);
});

test('UNTIL names a day of the zone, or an instant', () => {
  const daily = (until: string) =>
    dates(`FREQ=DAILY;UNTIL=${until}`, 'America/New_York', '2027-06-01T03:00:00Z', '2028-01-01T00:00:00Z');
  expect(daily('20270601').at(-1)).toBe('2027-06-01 23:00');
  expect(daily('20270602T030000Z').at(-1)).toBe('2027-06-01 23:00');
  expect(daily('20270602T025959Z').at(-1)).toBe('2027-05-31 23:00');
});

test('a rule is cut before one of its dates, and goes on from there with the rest of its count', () => {
  const schedule = {
    rule: 'FREQ=DAILY;COUNT=10',
    timeZone: 'UTC',
    startsAt: new Date('2027-01-01T18:00:00Z'),
    localStart: null,
  };
  const date = new Date('2027-01-04T18:00:00Z');
  const all = (one: Schedule) => datesBetween(one, one.startsAt, new Date('2028-01-01T00:00:00Z'));
  const first = all({ ...schedule, rule: ruleUntil(schedule, date) });
  expect(first).toHaveLength(3);
  expect([...first, ...all(scheduleFrom(schedule, date))]).toEqual(all(schedule));
});

test('what is no rule, or one that nobody could attend, is refused with a reason', () => {
  for (const rule of [
    ...['', 'every Tuesday', 'FREQ=SECONDLY', 'FREQ=MINUTELY', 'FREQ=HOURLY', 'INTERVAL=2', 'FREQ=DAILY;FREQ=DAILY'],
    ...['FREQ=DAILY;BYHOUR=9,17', 'FREQ=DAILY;BYMINUTE=1', 'FREQ=DAILY;BYSECOND=1', 'FREQ=DAILY;INTERVAL=0'],
    ...['FREQ=DAILY;INTERVAL=1001', 'FREQ=DAILY;COUNT=0', 'FREQ=DAILY;COUNT=1000000', 'FREQ=DAILY;UNTIL=20271340'],
    ...['FREQ=DAILY;UNTIL=20271231T180000', 'FREQ=DAILY;COUNT=2;UNTIL=20271231', 'FREQ=WEEKLY;BYDAY=2TU'],
    ...['FREQ=WEEKLY;BYDAY=XX', 'FREQ=MONTHLY;BYMONTHDAY=32', 'FREQ=MONTHLY;BYMONTHDAY=0', 'FREQ=WEEKLY;BYMONTHDAY=1'],
    ...['FREQ=YEARLY;BYMONTH=13', 'FREQ=DAILY;BYSETPOS=1', 'FREQ=DAILY;__PROTO__=1', 'DTSTART:20270101T180000Z'],
    ...[
      'FREQ=YEARLY;BYYEARDAY=100;BYDAY=TU',
      'FREQ=YEARLY;BYMONTHDAY=15;BYDAY=-1SU',
      'FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=1',
    ],
    ...['FREQ=YEARLY;BYYEARDAY=100;BYMONTHDAY=15', 'FREQ=YEARLY;BYYEARDAY=100;BYWEEKNO=20'],
    ...['FREQ=DAILY\nEXDATE:20270101', `FREQ=DAILY;BYMONTHDAY=${'1,'.repeat(200)}1`, 'RSCALE=HEBREW;FREQ=YEARLY'],
  ]) {
    expect(parseRule(rule), rule).toEqual({ fault: expect.stringMatching(/.{10}/) });
  }
});

test('a rule that has no date gives none, and is not searched for ever', () => {
  const startsAt = new Date('2027-01-01T18:00:00Z');
  for (const rule of [
    ...['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;UNTIL=20261231'],
    ...['FREQ=YEARLY;BYMONTH=4,2,7;BYSETPOS=18', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6', 'FREQ=YEARLY;UNTIL=00010101'],
  ]) {
    expect(firstDate({ rule, timeZone: 'UTC', startsAt, localStart: null }, startsAt), rule).toBeNull();
  }
});

test('whatever the rule, dates strictly increase, a day has one at most, and the clock shows the same time', () => {
  const days = fc.subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], { minLength: 1 });
  const part = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((value) => `INTERVAL=${value}`),
    days.map((value) => `BYDAY=${value}`),
    fc.subarray([1, 2, 3, 10, 11, 12], { minLength: 1 }).map((value) => `BYMONTH=${value}`),
    fc.subarray([1, 15, 29, 30, 31, -1], { minLength: 1 }).map((value) => `BYMONTHDAY=${value}`),
    fc.integer({ min: 1, max: 40 }).map((value) => `COUNT=${value}`),
    fc.constant('BYSETPOS=1'),
  );
  const rules = fc
    .tuple(
      fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      fc.uniqueArray(part, { maxLength: 3, selector: (one) => one.split('=')[0] }),
    )
    .map(([frequency, parts]) => [`FREQ=${frequency}`, ...parts].join(';'))
    .filter((rule) => 'rule' in parseRule(rule));
  const zones = fc.constantFrom('Europe/Lisbon', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia');
  // At hours at which no clock of these is changed.
  const starts = fc
    .tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 5, max: 22 }))
    .map(([day, hour]) => [day, hour] as const);
  fc.assert(
    fc.property(rules, zones, starts, (rule, timeZone, [day, hour]) => {
      const midnight = Date.UTC(2027, 0, 1 + day);
      const shown = (at: number) => Number(clock(new Date(at), timeZone).slice(11, 13));
      const startsAt = Array.from({ length: 48 }, (_, half) => midnight + half * 1_800_000).find(
        (at) => shown(at) === hour,
      ) as number;
      const schedule = { rule, timeZone, startsAt: new Date(startsAt), localStart: null };
      const time = clock(schedule.startsAt, timeZone).slice(11);
      const found = datesBetween(schedule, schedule.startsAt, new Date(startsAt + 400 * 86_400_000));
      expect(found.every((date, index) => index === 0 || date > (found[index - 1] as Date))).toBe(true);
      expect(new Set(found.map((date) => clock(date, timeZone).slice(0, 10))).size).toBe(found.length);
      expect(found.every((date) => clock(date, timeZone).slice(11) === time)).toBe(true);
      const [first, second] = found;
      if (first) expect(firstDate(schedule, schedule.startsAt)).toEqual(first);
      if (first && second) expect(firstDate(schedule, new Date(first.getTime() + 1))).toEqual(second);
      // A window in the middle has what the whole has there.
      const middle = new Date(startsAt + 100 * 86_400_000);
      expect(datesBetween(schedule, middle, new Date(startsAt + 400 * 86_400_000))).toEqual(
        found.filter((date) => date >= middle),
      );
    }),
    { numRuns: 60 },
  );
});

test('a rule keeps its days where the clocks skip midnight, from whichever date it goes on', () => {
  // At 23:00 on Saturday, 27 March 2027, it becomes midnight in Nuuk.
  const schedule = {
    ...{ rule: 'FREQ=DAILY;COUNT=5', timeZone: 'America/Nuuk' },
    ...{ startsAt: new Date('2027-03-26T01:30:00Z'), localStart: null },
  };
  const all = (one: Schedule) => datesBetween(one, one.startsAt, new Date('2028-01-01T00:00:00Z'));
  const found = all(schedule);
  expect(found.map((date) => clock(date, schedule.timeZone))).toEqual([
    ...['2027-03-25 23:30', '2027-03-26 23:30', '2027-03-28 00:30', '2027-03-28 23:30', '2027-03-29 23:30'],
  ]);
  const days = ['2027-03-25', '2027-03-26', '2027-03-27', '2027-03-28', '2027-03-29'];
  expect(found.map((date) => dayOf(date, schedule))).toEqual(days);
  for (const [index, date] of found.entries()) {
    const rest = scheduleFrom(schedule, date);
    expect(all(rest)).toEqual(found.slice(index));
    expect(all(rest).map((one) => dayOf(one, rest))).toEqual(days.slice(index));
    if (index > 0) expect(all({ ...schedule, rule: ruleUntil(schedule, date) })).toEqual(found.slice(0, index));
  }
});

test('500 rules of all kinds give the days that RFC 5545 says', () => {
  const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  const some = <Value>(values: Value[]) => fc.subarray(values, { minLength: 1, maxLength: 3 });
  const numbered = fc.tuple(fc.constantFrom(-2, -1, 1, 2, 5), fc.constantFrom(...weekdays)).map((one) => one.join(''));
  const part = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((value) => `INTERVAL=${value}`),
    some(weekdays).map((value) => `BYDAY=${value}`),
    fc.array(numbered, { minLength: 1, maxLength: 2 }).map((value) => `BYDAY=${value}`),
    some([1, 2, 3, 6, 10, 11, 12]).map((value) => `BYMONTH=${value}`),
    some([1, 13, 15, 29, 30, 31, -1, -10]).map((value) => `BYMONTHDAY=${value}`),
    some([1, 60, 100, 200, 365, 366, -1, -100]).map((value) => `BYYEARDAY=${value}`),
    some([2, 20, 40, -10]).map((value) => `BYWEEKNO=${value}`),
    some([1, 2, 3, -1]).map((value) => `BYSETPOS=${value}`),
    fc.integer({ min: 1, max: 20 }).map((value) => `COUNT=${value}`),
    fc.constantFrom('WKST=MO', 'WKST=SU'),
  );
  const rules = fc
    .tuple(
      fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      fc.uniqueArray(part, { maxLength: 4, selector: (one) => one.split('=')[0] }),
    )
    .map(([frequency, parts]) => [`FREQ=${frequency}`, ...parts].join(';'))
    // The reference knows weeks that begin on Monday.
    .filter((rule) => 'rule' in parseRule(rule) && !/BYWEEKNO.*WKST=SU|WKST=SU.*BYWEEKNO/.test(rule));
  const day = (offset: number) => new Date(Date.UTC(2027, 0, 1 + offset, 18));
  fc.assert(
    fc.property(rules, fc.integer({ min: 0, max: 800 }), (rule, offset) => {
      const schedule = { rule, timeZone: 'UTC', startsAt: day(offset), localStart: null };
      const [start, until] = [
        day(offset).toISOString().slice(0, 10),
        day(offset + 800)
          .toISOString()
          .slice(0, 10),
      ];
      const found = datesBetween(schedule, schedule.startsAt, new Date(`${until}T00:00:00Z`));
      expect(found.map((date) => date.toISOString().slice(0, 10))).toEqual(referenceDays(rule, start, until));
    }),
    { numRuns: 500 },
  );
}, 120_000);
