import { now } from '../graphql/clock.ts';
import { useZone } from '../shell/viewer.tsx';
import { locale } from './locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found.format(at);
}

const moment: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
};

const isThisYear = (at: Date) => at.getFullYear() === new Date(now()).getFullYear();

/** A moment in a zone, with the name of the zone. */
export function formatMoment(at: string, timeZone: string): string {
  const date = new Date(at);
  return format(date, { ...moment, ...(!isThisYear(date) && { year: 'numeric' }), timeZone, timeZoneName: 'short' });
}

function formatTime(at: string, timeZone: string): string {
  return format(new Date(at), { hour: 'numeric', minute: '2-digit', timeZone, timeZoneName: 'short' });
}

/** The time of day to the second, with its zone. */
export function formatClockTime(at: string, timeZone: string): string {
  return format(new Date(at), { timeStyle: 'long', timeZone });
}

/** A calendar day, which has no zone. */
export function formatDay(day: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string {
  return format(new Date(`${day}T12:00:00Z`), { ...options, timeZone: 'UTC' });
}

/** A moment in the viewer's zone. */
export function Moment({ at }: { at: string }) {
  const zone = useZone();
  return <time dateTime={at}>{formatMoment(at, zone)}</time>;
}

/** The time of day of a moment in the viewer's zone. */
export function TimeOfDay({ at }: { at: string }) {
  const zone = useZone();
  return <time dateTime={at}>{formatTime(at, zone)}</time>;
}

/** Until when something lasts, in the viewer's zone: the time of day, and the day where that is not today. */
export function Deadline({ at }: { at: string }) {
  const zone = useZone();
  const dayOf = (date: Date) => format(date, { dateStyle: 'short', timeZone: zone });
  const isToday = dayOf(new Date(at)) === dayOf(new Date(now()));
  return isToday ? <TimeOfDay at={at} /> : <Moment at={at} />;
}

/** When a session begins: in the viewer's zone and, where clocks differ, in the session's. */
export function SessionTime({ at, zone }: { at: string; zone: string }) {
  const own = useZone();
  const isSame = formatMoment(at, own).replace(/\S+$/, '') === formatMoment(at, zone).replace(/\S+$/, '');
  return (
    <>
      <Moment at={at} />
      {!isSame && (
        <span className="also">
          {' '}
          · {formatMoment(at, zone)} in {placeOf(zone)}
        </span>
      )}
    </>
  );
}

/** The place that a zone is named for. */
const placeOf = (zone: string) => zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;

export function formatMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 && `${hours} h`, (rest > 0 || hours === 0) && `${rest} min`].filter(Boolean).join(' ');
}

export const formatSeconds = (seconds: number) =>
  seconds < 60 ? `${seconds} s` : formatMinutes(Math.round(seconds / 60));

/** A clock that counts, like 1:02:03. */
export function formatClock(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const pad = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}
