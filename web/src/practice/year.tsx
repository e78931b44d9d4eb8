import { type CalendarDate, startOfWeek } from '@internationalized/date';
import { ShareCalendarDocument, UnshareCalendarDocument } from '../generated/practice.ts';
import type { PracticeQuery, WeekStart } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { SecretLink } from '../parts/secret-link.tsx';
import { formatDay, formatSeconds } from '../parts/time.tsx';
import { count } from '../parts/words.ts';

type Day = NonNullable<PracticeQuery['viewer']>['practiceCalendar'][number];

interface YearProps {
  days: readonly Day[];
  from: CalendarDate;
  to: CalendarDate;
  weekStart: WeekStart;
  url: string | null;
}

const firstDays = { MONDAY: 'mon', SUNDAY: 'sun', SATURDAY: 'sat' } as const;
const cell = 13;

/** A year of practice, a column for each week. */
export function Year({ days, from, to, weekStart, url }: YearProps) {
  const byDate = new Map(days.map((day) => [day.date, day]));
  const first = startOfWeek(from, 'en', firstDays[weekStart]);
  const dates: CalendarDate[] = [];
  for (let date = first; date.compare(to) <= 0; date = date.add({ days: 1 })) dates.push(date);
  const weeks = Math.ceil(dates.length / 7);
  const practised = days.reduce((sum, { practiceSeconds }) => sum + practiceSeconds, 0);
  const summary = `Practised on ${count(days.length, 'day')} of the last year, ${formatSeconds(practised)} in all`;
  return (
    <section className="card stack" aria-labelledby="year">
      <h2 id="year">The year</h2>
      <p className="muted">{summary}.</p>
      <Scroll label="Days of the year" isAtEnd>
        <svg
          className="year"
          viewBox={`0 0 ${weeks * cell} ${7 * cell + 16}`}
          width={weeks * cell}
          role="img"
          aria-label={summary}
        >
          {dates.map((date, index) => {
            const day = byDate.get(date.toString());
            const [column, row] = [Math.floor(index / 7), index % 7];
            return (
              <g key={date.toString()}>
                {date.day === 1 && (
                  <text x={column * cell} y={10} className="month">
                    {formatDay(date.toString(), { month: 'short' })}
                  </text>
                )}
                <rect
                  x={column * cell}
                  y={row * cell + 16}
                  width={cell - 2}
                  height={cell - 2}
                  rx={3}
                  className={`day level-${levelOf(day)}`}
                >
                  <title>{describe(date, day)}</title>
                </rect>
              </g>
            );
          })}
        </svg>
      </Scroll>
      <Sharing url={url} />
    </section>
  );
}

/** How dark a day is: by quarters of an hour. */
function levelOf(day: Day | undefined): number {
  return day ? Math.min(4, 1 + Math.floor(day.practiceSeconds / 900)) : 0;
}

function describe(date: CalendarDate, day: Day | undefined): string {
  const name = formatDay(date.toString());
  return day ? `${name}: ${count(day.sessions, 'practice')}, ${formatSeconds(day.practiceSeconds)}` : `${name}: none`;
}

function Sharing({ url }: { url: string | null }) {
  const share = useAct(ShareCalendarDocument);
  const unshare = useAct(UnshareCalendarDocument);
  return (
    <div className="stack tight">
      {url && <SecretLink label="Address of the picture" url={url} />}
      <div>
        <button
          type="button"
          className="small"
          disabled={share.isBusy || unshare.isBusy}
          onClick={() => (url ? unshare : share).act({})}
        >
          {url ? 'Stop sharing the year' : 'Share the year as a picture'}
        </button>
      </div>
      <Refusal refusal={share.refusal ?? unshare.refusal} />
    </div>
  );
}
