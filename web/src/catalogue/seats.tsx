import type { CardFragment } from '../generated/types.ts';
import { count } from '../parts/words.ts';
import './seats.css';

type Seated = Pick<CardFragment, 'seatsLeft' | 'maxParticipants' | 'seatsTaken' | 'waitlistLength'>;

/** How many seats are left, as it changes. */
export function Seats({ seatsLeft, maxParticipants, seatsTaken, waitlistLength }: Seated) {
  if (seatsLeft === null || maxParticipants === null)
    return <span className="muted">{count(seatsTaken, 'seat')} taken, no limit</span>;
  return (
    <span className="seats">
      <span className="meter" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (100 * seatsTaken) / maxParticipants)}%` }} />
      </span>
      <span className={seatsLeft === 0 ? 'full' : undefined}>
        {seatsLeft === 0 ? 'Full' : `${count(seatsLeft, 'seat')} left`}
        {waitlistLength > 0 && <span className="muted"> · {waitlistLength} waiting</span>}
      </span>
    </span>
  );
}
