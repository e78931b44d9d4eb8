import type { PlanFragment, SessionAdmission, SessionVisibility } from '../generated/types.ts';
import { fromField } from '../parts/days.ts';
import { parseAmount } from '../parts/money.ts';

/** What sessions and series have in common where they are planned. */
export type Planned = Pick<
  PlanFragment,
  | 'title'
  | 'description'
  | 'timeZone'
  | 'durationMinutes'
  | 'maxParticipants'
  | 'visibility'
  | 'admission'
  | 'tags'
  | 'price'
  | 'sequence'
  | 'location'
  | 'meetingUrl'
  | 'settings'
>;

const listOf = (text = '') =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const numberOf = (text: string | undefined) => (text?.trim() ? Number(text) : undefined);

/** The fields of PlanFields as an input of the API, which checks them. */
export function inputOf(values: Record<string, string>, plan: Planned | null = null) {
  const { timeZone = 'UTC', currency = 'EUR' } = values;
  const settings = {
    joinWindowMinutes: numberOf(values.joinWindowMinutes),
    bookingHoldMinutes: numberOf(values.bookingHoldMinutes),
    bookingClosesMinutes: numberOf(values.bookingClosesMinutes),
    freeCancellationHours: numberOf(values.freeCancellationHours),
    idleTimeoutMinutes: numberOf(values.idleTimeoutMinutes),
    // What is no number is refused like a negative one.
    reminderMinutes: listOf(values.reminderMinutes).map((text) => (/^\d+$/.test(text) ? Number(text) : -1)),
    deck: values.deck ? listOf(values.deck) : undefined,
    autoReveal: values.autoReveal !== undefined,
  };
  return {
    title: values.title ?? '',
    description: values.description?.trim() || null,
    timeZone,
    durationMinutes: numberOf(values.durationMinutes) ?? 60,
    maxParticipants: numberOf(values.maxParticipants) ?? null,
    visibility: values.visibility as SessionVisibility,
    admission: values.admission as SessionAdmission,
    tags: listOf(values.tags),
    price: { amountMinor: parseAmount(values.price ?? '', currency) ?? -1, currency },
    sequenceId: values.sequenceId || null,
    meetingUrl: values.meetingUrl?.trim() || null,
    ...placeOf(values.location?.trim() ?? '', plan),
    settings,
  };
}

/** A place that was typed. One that is unchanged is left out, and keeps its coordinates. */
function placeOf(text: string, plan: Planned | null) {
  return text === (plan?.location?.text ?? '') ? {} : { location: text ? { text } : null };
}

/** What of an input a person has changed: a form that was open for long leaves what others changed meanwhile. */
export function changesOf<Input extends object>(input: Input, before: Input): Partial<Input> {
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const names = (Object.keys(input) as (keyof Input)[]).filter((name) => !isSame(input[name], before[name]));
  return Object.fromEntries(names.map((name) => [name, input[name]])) as Partial<Input>;
}

/** The start that was typed; undefined where none was. */
export function startOf({ startsAt, timeZone = 'UTC' }: Record<string, string>): string | undefined {
  return startsAt ? fromField(startsAt, timeZone) : undefined;
}

export const weekdays = [
  ['MO', 'Monday'],
  ['TU', 'Tuesday'],
  ['WE', 'Wednesday'],
  ['TH', 'Thursday'],
  ['FR', 'Friday'],
  ['SA', 'Saturday'],
  ['SU', 'Sunday'],
] as const;

/** The rule that a form describes; without weekdays a weekly series keeps that of its first date. */
export function ruleOf(values: Record<string, string>): string {
  if (values.frequency === 'OTHER') return values.rule ?? '';
  const days = weekdays.map(([day]) => day).filter((day) => values[`day-${day}`] !== undefined);
  return [
    `FREQ=${values.frequency}`,
    values.interval && values.interval !== '1' && `INTERVAL=${values.interval}`,
    values.frequency === 'WEEKLY' && days.length > 0 && `BYDAY=${days.join(',')}`,
    values.count?.trim() && `COUNT=${values.count.trim()}`,
  ]
    .filter(Boolean)
    .join(';');
}

/** A rule in words, as far as its parts are common. */
export function describeRule(rule: string): string {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const every = parts.get('INTERVAL') ?? '1';
  const nouns: Record<string, string> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' };
  const noun = nouns[parts.get('FREQ') ?? ''] ?? 'time';
  const days = parts
    .get('BYDAY')
    ?.split(',')
    .map((day) => weekdays.find(([code]) => code === day)?.[1] ?? day)
    .join(', ');
  const count = parts.get('COUNT');
  return [every === '1' ? `every ${noun}` : `every ${every} ${noun}s`, days && `on ${days}`, count && `${count} times`]
    .filter(Boolean)
    .join(' ');
}
