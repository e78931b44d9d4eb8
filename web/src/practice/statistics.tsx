import type { StatisticsFragment } from '../generated/types.ts';
import { formatDay, formatSeconds } from '../parts/time.tsx';
import { count } from '../parts/words.ts';

export function Statistics({ statistics }: { statistics: StatisticsFragment }) {
  const {
    totalSessions,
    totalPracticeSeconds,
    averageDurationSeconds,
    completionRatePercent,
    currentStreakDays,
    longestStreakDays,
    lastPracticeDate,
    streakFreezesLeft,
    favouriteSequence,
  } = statistics;
  return (
    <section className="card stack" aria-labelledby="statistics">
      <h2 id="statistics">Statistics</h2>
      <div className="figures">
        <div className="figure">
          <strong>{count(currentStreakDays, 'day')}</strong>
          <span>streak, the longest {longestStreakDays}</span>
        </div>
        <div className="figure">
          <strong>{formatSeconds(totalPracticeSeconds)}</strong>
          <span>in {count(totalSessions, 'practice')}</span>
        </div>
      </div>
      <dl className="facts">
        <dt>Average</dt>
        <dd>{formatSeconds(Math.round(averageDurationSeconds))}</dd>
        <dt>Completed</dt>
        <dd>{completionRatePercent} %</dd>
        {lastPracticeDate && (
          <>
            <dt>Last</dt>
            <dd>{formatDay(lastPracticeDate)}</dd>
          </>
        )}
        {favouriteSequence && (
          <>
            <dt>Favourite</dt>
            <dd>{favouriteSequence.title}</dd>
          </>
        )}
        {streakFreezesLeft !== null && (
          <>
            <dt>Freezes</dt>
            <dd>{streakFreezesLeft} left this month</dd>
          </>
        )}
      </dl>
    </section>
  );
}
