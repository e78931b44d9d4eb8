import { Temporal } from 'temporal-polyfill';

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const dayLength = 86_400_000;
/** Days since 1970. */
const numberOf = (date: string) => Date.parse(date) / dayLength;

type Day = ReturnType<typeof readDay>;

function readDay(number: number) {
  const date = Temporal.PlainDate.from('1970-01-01').add({ days: number });
  const { year, month, day, dayOfWeek, dayOfYear, daysInMonth, daysInYear } = date;
  const weekOfYear = date.weekOfYear as number;
  const weeksInYear = date.with({ month: 12, day: 28 }).weekOfYear as number;
  const text = date.toString();
  return { number, text, year, month, day, dayOfWeek, dayOfYear, daysInMonth, daysInYear, weekOfYear, weeksInYear };
}

// Hundreds of rules look at the same days, about which Temporal is slow to tell.
const known = new Map<number, Day>();

function dayOf(number: number): Day {
  const day = known.get(number) ?? readDay(number);
  known.set(number, day);
  return day;
}

/**
 * The days of an RFC 5545 rule from its start on, before `until`, by the definition alone: every day of a period is held
 * against every part of the rule. A second implementation, to compare the library's with. Weeks are ISO weeks.
 */
export function referenceDays(rule: string, start: string, until: string): string[] {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const listed = (name: string) => parts.get(name)?.split(',') ?? null;
  const numbers = (name: string) => listed(name)?.map(Number) ?? null;
  const frequency = parts.get('FREQ') as string;
  const first = dayOf(numberOf(start));
  const byMonth = numbers('BYMONTH');
  const [byMonthDay, byYearDay, byDay] = [numbers('BYMONTHDAY'), numbers('BYYEARDAY'), listed('BYDAY')];
  const byWeek = numbers('BYWEEKNO');
  const isPlain = !byMonthDay && !byYearDay && !byDay && !byWeek;

  const matches = (day: Day): boolean => {
    if (byMonth && !byMonth.includes(day.month)) return false;
    if (byMonthDay && !byMonthDay.some((one) => one === day.day || one === day.day - day.daysInMonth - 1)) return false;
    if (byYearDay && !byYearDay.some((one) => one === day.dayOfYear || one === day.dayOfYear - day.daysInYear - 1))
      return false;
    if (byWeek && !byWeek.some((one) => one === day.weekOfYear || one === day.weekOfYear - day.weeksInYear - 1))
      return false;
    if (byDay && !byDay.some((one) => isWeekday(day, one))) return false;
    if (byWeek && !byDay) return day.dayOfWeek === first.dayOfWeek;
    if (!isPlain || frequency === 'DAILY') return true;
    if (frequency === 'WEEKLY') return day.dayOfWeek === first.dayOfWeek;
    return day.day === first.day && (frequency === 'MONTHLY' || byMonth !== null || day.month === first.month);
  };
  const isWeekday = (day: Day, given: string): boolean => {
    if (weekdays[day.dayOfWeek - 1] !== given.slice(-2)) return false;
    const ordinal = Number(given.slice(0, -2));
    if (ordinal === 0) return true;
    const isInMonth = frequency === 'MONTHLY' || byMonth !== null;
    const [place, length] = isInMonth ? [day.day, day.daysInMonth] : [day.dayOfYear, day.daysInYear];
    return ordinal > 0 ? Math.ceil(place / 7) === ordinal : -Math.ceil((length - place + 1) / 7) === ordinal;
  };

  const weekStart = weekdays.indexOf(parts.get('WKST') ?? 'MO') + 1;
  const startOfPeriod = {
    DAILY: (index: number) => first.number + index,
    WEEKLY: (index: number) => first.number - ((first.dayOfWeek - weekStart + 7) % 7) + 7 * index,
    MONTHLY: (index: number) => Date.UTC(first.year, first.month - 1 + index) / dayLength,
    YEARLY: (index: number) => Date.UTC(first.year + index, 0) / dayLength,
  }[frequency] as (index: number) => number;
  const count = Number(parts.get('COUNT') ?? Number.POSITIVE_INFINITY);
  const positions = numbers('BYSETPOS');
  const found: string[] = [];
  for (let index = 0; ; index += Number(parts.get('INTERVAL') ?? 1)) {
    const from = startOfPeriod(index);
    if (from >= numberOf(until) || found.length >= count) break;
    const set: string[] = [];
    const end = startOfPeriod(index + 1);
    for (let number = from; number < end; number += 1) {
      const day = dayOf(number);
      if (matches(day)) set.push(day.text);
    }
    const chosen = positions
      ? set.filter((_day, at) => positions.some((p) => p === at + 1 || p === at - set.length))
      : set;
    found.push(...chosen.filter((day) => day >= start));
  }
  return found.slice(0, Math.min(count, found.length)).filter((day) => day < until);
}
