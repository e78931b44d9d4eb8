import { useQuery } from 'urql';
import { CurrentPracticeDocument, PracticeChangesDocument, PracticeDocument } from '../generated/practice.ts';
import { useEvents, useGathered } from '../graphql/hooks.ts';
import { lastYear } from '../parts/days.ts';
import { Loaded, Page, Shape } from '../parts/page.tsx';
import { useZone } from '../shell/viewer.tsx';
import { Goal } from './goal.tsx';
import { History } from './history.tsx';
import { StartPractice } from './start-practice.tsx';
import { Statistics } from './statistics.tsx';
import { Timer } from './timer.tsx';
import { Year } from './year.tsx';
import './practice.css';

/** A person's own practice: the open one with its clock, and everything before. */
export default function PracticePage() {
  const zone = useZone();
  const { from, to } = lastYear(zone);
  // Always from the server: a figure that was kept would make the clock jump.
  const [current, readCurrent] = useQuery({ query: CurrentPracticeDocument, requestPolicy: 'network-only' });
  const [state, readState] = useQuery({
    query: PracticeDocument,
    variables: { from: from.toString(), to: to.toString() },
  });
  const refresh = useGathered(() => {
    readCurrent({ requestPolicy: 'network-only' });
    readState({ requestPolicy: 'network-only' });
  });
  // What another device of this person does is seen here as well.
  useEvents(PracticeChangesDocument, {}, ({ practiceChanged }) => {
    const open = current.data?.viewer?.currentPractice;
    const isOver = practiceChanged.status !== 'ACTIVE' && practiceChanged.status !== 'PAUSED';
    if (isOver || open?.id !== practiceChanged.id) refresh();
  });
  return (
    <Page title="Practice">
      <div className="aside">
        <div className="stack">
          <Loaded state={current} shape={<Shape card lines={5} />}>
            {({ viewer }) =>
              viewer?.currentPractice ? (
                <Timer
                  key={viewer.currentPractice.id}
                  practice={viewer.currentPractice}
                  onEnd={refresh}
                  onReturn={() => readCurrent({ requestPolicy: 'network-only' })}
                />
              ) : (
                <StartPractice onChange={refresh} />
              )
            }
          </Loaded>
          <Loaded state={state} shape={<Shape card lines={6} />}>
            {({ viewer }) =>
              viewer && (
                <Year
                  days={viewer.practiceCalendar}
                  from={from}
                  to={to}
                  weekStart={viewer.practiceWeekStart}
                  url={viewer.practiceCalendarUrl}
                />
              )
            }
          </Loaded>
          <History onChange={refresh} />
        </div>
        <div className="stack">
          <Loaded state={state} shape={<Shape card lines={8} />}>
            {({ viewer }) =>
              viewer && (
                <>
                  <Statistics statistics={viewer.practiceStats} />
                  <Goal
                    goal={viewer.practiceGoal}
                    weekStart={viewer.practiceWeekStart}
                    hasFreezes={viewer.practiceStats.streakFreezesLeft !== null}
                  />
                </>
              )
            }
          </Loaded>
        </div>
      </div>
    </Page>
  );
}
