import type { PracticeDay, WeekStart } from '../../database/generated/client.ts';
import { escaped } from '../../html.ts';
import { dayNumber, dayOf, firstDayOf, weekNumber } from '../time.ts';
import { palette } from './palette.ts';

const weeks = 53;
const step = 13;
const size = 10;
const margin = 8;
const left = margin + 32;
const top = 22;
const width = left + weeks * step + margin;
const height = top + 7 * step + 24;

/** The minutes from which the square of a day is one level darker. */
const darker = [20, 40, 60];
const levels = [0, 1, 2, 3, 4];

/** By getUTCDay(); there is room for every other row. */
const labelledDays: Record<number, string> = { 1: 'Mon', 3: 'Wed', 5: 'Fri' };

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The first day that the image shows: the week of the last day is its last column. */
export function firstDayShown(lastDay: Date, weekStart: WeekStart): Date {
  return firstDayOf(weekNumber(lastDay, weekStart) - weeks + 1, weekStart);
}

/**
 * A year of practice as an image: a column a week, `weekStart` on top, up to `lastDay`. The same days make the same bytes.
 * Every square also has its figures as text, for screen readers and tooltips.
 */
export function drawCalendar(
  name: string,
  days: readonly PracticeDay[],
  { lastDay, weekStart }: { lastDay: Date; weekStart: WeekStart },
): string {
  const first = dayNumber(firstDayShown(lastDay, weekStart));
  const byDay = new Map(days.map((day) => [dayNumber(day.date), day]));
  const dates = Array.from({ length: dayNumber(lastDay) - first + 1 }, (_, index) => first + index);
  const sessions = days.reduce((sum, { completed }) => sum + completed, 0);
  const title = `Practice calendar of ${name}`;
  const summary = `${count(sessions, 'practice')} on ${count(days.length, 'day')}, ${text(first)} to ${text(dayNumber(lastDay))}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title summary">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="summary">${summary}</desc>`,
    `<style>${palette}text{font:10px system-ui,sans-serif;fill:var(--ink)}rect{rx:2px;ry:2px}.page{fill:var(--page);rx:6px;ry:6px}${levelRules()}</style>`,
    // A background of its own: the squares would be illegible on a page of the other colour scheme.
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...monthLabels(first),
    ...weekdayLabels(first),
    ...dates.map((day) =>
      cell(left + Math.floor((day - first) / 7) * step, top + ((day - first) % 7) * step, day, byDay.get(day)),
    ),
    ...legend(summary),
    '</svg>',
    '',
  ].join('\n');
}

function cell(x: number, y: number, day: number, practice: PracticeDay | undefined): string {
  const minutes = Math.floor((practice?.completedSeconds ?? 0) / 60);
  const told = practice ? `${count(practice.completed, 'practice')}, ${count(minutes, 'minute')}` : 'no practice';
  const level = practice ? 1 + darker.filter((from) => minutes >= from).length : 0;
  return square(x, y, level, `<title>${text(day)}: ${told}</title>`);
}

const square = (x: number, y: number, level: number, tip = '') =>
  `<rect class="l${level}" x="${x}" y="${y}" width="${size}" height="${size}">${tip}</rect>`;

const label = (x: number, y: number, words: string, anchor = 'start') =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" aria-hidden="true">${words}</text>`;

function weekdayLabels(first: number): string[] {
  return Array.from({ length: 7 }, (_, row) => {
    const name = labelledDays[dayOf(first + row).getUTCDay()];
    return name ? label(margin, top + (row + 1) * step - 4, name) : '';
  }).filter(Boolean);
}

/** The name of a month stands above its first full week; the last column has no room for one. */
function monthLabels(first: number): string[] {
  return Array.from({ length: weeks - 1 }, (_, week) => {
    const firstDay = dayOf(first + week * 7);
    const isFirst = firstDay.getUTCDate() <= 7;
    return isFirst ? label(left + week * step, top - 8, monthNames[firstDay.getUTCMonth()] as string) : '';
  }).filter(Boolean);
}

function legend(summary: string): string[] {
  const y = height - 8;
  const start = width - margin - 26 - 5 * step;
  return [
    label(left, y, summary),
    label(start - 4, y, 'Less', 'end'),
    ...levels.map((level) => square(start + level * step, y - 9, level)),
    label(start + 5 * step + 2, y, 'More'),
  ];
}

const levelRules = () => levels.map((level) => `.l${level}{fill:var(--level-${level})}`).join('');

const text = (day: number) => dayOf(day).toISOString().slice(0, 10);

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
