import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CardFragment } from '../generated/types.ts';
import { formatPrice } from '../parts/money.ts';
import { formatMinutes, SessionTime } from '../parts/time.tsx';
import { Seats } from './seats.tsx';

interface CardProps {
  session: CardFragment;
  /** The viewer's part in it. */
  badge?: ReactNode;
  onTag?: (tag: string) => void;
}

/** A session in a list. */
export function Card({ session, badge, onTag }: CardProps) {
  const { id, title, startsAt, timeZone, durationMinutes, host, price, tags, status } = session;
  return (
    <article className="card session">
      <div className="row between">
        <span className="fine muted">
          <SessionTime at={startsAt} zone={timeZone} />
        </span>
        {status === 'LIVE' && <span className="badge warm">Live now</span>}
        {badge}
      </div>
      <h2>
        <Link to={`/sessions/${encodeURIComponent(id)}`}>{title}</Link>
      </h2>
      <p className="muted">
        <bdi>{host.displayName}</bdi> · {formatMinutes(durationMinutes)}
      </p>
      {tags.length > 0 && (
        <ul className="row tags" aria-label="Tags">
          {tags.map((tag) => (
            <li key={tag}>
              {onTag ? (
                <button
                  type="button"
                  className="tag"
                  onClick={() => onTag(tag)}
                  aria-label={`Only with the tag ${tag}`}
                >
                  {tag}
                </button>
              ) : (
                <span className="tag">{tag}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="row between end">
        <Seats {...session} />
        <strong className="number">{formatPrice(price)}</strong>
      </div>
    </article>
  );
}
