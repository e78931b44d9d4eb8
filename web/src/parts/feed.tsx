import { useZone } from '../shell/viewer.tsx';
import { formatClockTime } from './time.tsx';

/** Something that happened, in words. */
export interface Happening {
  cursor: string;
  at: string;
  text: string;
}

interface FeedProps {
  title: string;
  /** What is said before anything has happened. */
  empty: string;
  happenings: readonly Happening[];
}

/** What happens while a page is open, latest first, read out as it comes. */
export function Feed({ title, empty, happenings }: FeedProps) {
  const zone = useZone();
  return (
    <section className="card stack" aria-labelledby="feed">
      <h2 id="feed">{title}</h2>
      {happenings.length === 0 && <p className="muted">{empty}</p>}
      <ol className="happenings" aria-live="polite" aria-relevant="additions">
        {happenings.map(({ cursor, at, text }) => (
          <li key={cursor}>
            <time className="muted number" dateTime={at}>
              {formatClockTime(at, zone)}
            </time>{' '}
            {text}
          </li>
        ))}
      </ol>
    </section>
  );
}
