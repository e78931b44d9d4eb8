import { useMemo, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import {
  CreateSeriesDocument,
  EndSeriesDocument,
  PlannedSeriesDocument,
  UpdateSeriesDocument,
} from '../generated/planning.ts';
import type { PlannedSeriesQuery, RecurringFragment } from '../generated/types.ts';
import { now } from '../graphql/clock.ts';
import { type Refusal, useAct } from '../graphql/hooks.ts';
import { nextHour } from '../parts/days.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { Loaded, Page } from '../parts/page.tsx';
import { Moment } from '../parts/time.tsx';
import { useZone } from '../shell/viewer.tsx';
import { PlanFields } from './plan-fields.tsx';
import { RuleFields } from './rule-fields.tsx';
import { changesOf, describeRule, inputOf, ruleOf, startOf } from './values.ts';
import './host.css';

export default function SeriesFormPage() {
  const { id } = useParams();
  return id ? <Change id={id} /> : <New />;
}

const addressOf = (id: string) => `/host/series/${encodeURIComponent(id)}`;

function New() {
  const navigate = useNavigate();
  const zone = useZone();
  const { act, isBusy, refusal } = useAct(CreateSeriesDocument);
  const [isComposed, setComposed] = useState(true);
  const shown = useMemo(() => (isComposed ? atStart(refusal) : refusal), [refusal, isComposed]);
  const create = async (values: Record<string, string>) => {
    setComposed(values.rule === undefined);
    const series = await act({ input: { ...inputOf(values), rule: ruleOf(values), startsAt: startOf(values) ?? '' } });
    if (series) void navigate(addressOf(series.id));
  };
  return (
    <Page
      title="New series"
      lead="The same session again and again, at the same local time all year."
      over={<Link to="/host">Your day</Link>}
    >
      <div className="card planning">
        <Form onSubmit={create} refusal={shown}>
          <RuleFields />
          <PlanFields plan={null} startsAt={null} firstStart={nextHour(zone)} />
          <div className="actions">
            <button type="submit" className="primary" disabled={isBusy}>
              Create the series
            </button>
          </div>
        </Form>
      </div>
    </Page>
  );
}

/** A rule that is composed of fields is always one, and has no field itself: what it lacks is a start on one of its days. */
function atStart(refusal: Refusal | null): Refusal | null {
  if (!refusal?.issues) return refusal;
  const issues = refusal.issues.map((issue) =>
    issue.path.includes('rule') ? { path: ['startsAt'], message: 'must be on one of the chosen days' } : issue,
  );
  return { ...refusal, issues };
}

type Series = NonNullable<PlannedSeriesQuery['series']>;

function Change({ id }: { id: string }) {
  const [from] = useState(() => new Date(now()).toISOString());
  const [state] = useQuery({ query: PlannedSeriesDocument, variables: { id, from } });
  const series = state.data?.series;
  return (
    <Page
      title={series?.title ?? 'Series'}
      over={<Link to="/host/sessions">Your sessions</Link>}
      lead={series && `${describeRule(series.rule)}${series.endedAt ? ', ended' : ''}`}
    >
      <Loaded state={state} isByAddress>
        {({ series }) => (series ? <Found key={series.id} series={series} /> : 'There is no such series.')}
      </Loaded>
    </Page>
  );
}

function Found({ series }: { series: Series }) {
  const [parameters] = useSearchParams();
  const from = parameters.get('from');
  const navigate = useNavigate();
  const [isEnding, setEnding] = useState(false);
  const { act, isBusy, refusal } = useAct(UpdateSeriesDocument);
  const end = useAct(EndSeriesDocument);
  // What was saved is what the next change is one of.
  const [{ opened, round }, setForm] = useState<{ opened: RecurringFragment; round: number }>({
    opened: series,
    round: 0,
  });
  const change = async (values: Record<string, string>, before: Record<string, string>) => {
    const rule = values.rule?.trim();
    const [input, earlier] = [inputOf(values, opened), inputOf(before, opened)];
    const startsAt = startOf(values);
    const changed = await act({
      id: series.id,
      from,
      input: {
        ...changesOf(input, earlier),
        settings: changesOf(input.settings, earlier.settings),
        ...(rule && rule !== opened.rule && { rule }),
        ...(startsAt && { startsAt }),
      },
    });
    if (!changed) return;
    setForm({ opened: changed, round: round + 1 });
    notify('The upcoming dates are changed.');
    void navigate(addressOf(changed.id));
  };
  return (
    <div className="aside">
      <div className="card planning">
        {series.endedAt ? (
          <p>This series has ended.</p>
        ) : (
          <Form key={round} onSubmit={change} refusal={refusal}>
            <p className="muted">
              {from ? 'Changes the dates from the chosen one on.' : 'Changes all upcoming dates.'} Dates that were
              changed individually stay as they are.
            </p>
            <Field label="Rule" name="rule" defaultValue={opened.rule} isRequired hint="An RRULE of RFC 5545" />
            <PlanFields plan={opened} startsAt={null} firstStart="" withoutStart="Empty: the next date, at its time" />
            <div className="actions">
              <button type="submit" className="primary" disabled={isBusy}>
                Change the dates
              </button>
              <button type="button" className="danger" onClick={() => setEnding(true)}>
                End the series…
              </button>
            </div>
          </Form>
        )}
      </div>
      <section className="card stack" aria-labelledby="dates">
        <h2 id="dates">Next dates</h2>
        <ul className="lines">
          {series.sessions.nodes.map(({ id, startsAt, status, seatsTaken, maxParticipants }) => (
            <li key={id} className="row between">
              <Link to={`/host/sessions/${encodeURIComponent(id)}`}>
                <Moment at={startsAt} />
              </Link>
              <span className="muted number">
                {status === 'CANCELLED'
                  ? 'cancelled'
                  : `${seatsTaken}${maxParticipants === null ? '' : ` / ${maxParticipants}`}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {isEnding && (
        <ReasonDialog
          title={`End ${series.title}?`}
          text={<p>Its upcoming dates are cancelled, and bookings refunded in full.</p>}
          action="End the series"
          reason={{ label: 'Reason, which people are told', isRequired: true }}
          refusal={end.refusal}
          isBusy={end.isBusy}
          onClose={() => setEnding(false)}
          onConfirm={async (reason) =>
            (await end.act({ id: series.id, reason: reason ?? '' })) && navigate('/host/sessions')
          }
        />
      )}
    </div>
  );
}
