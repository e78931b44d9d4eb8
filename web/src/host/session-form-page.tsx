import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useQuery } from 'urql';
import { CreateSessionDocument, PlannedSessionDocument, UpdateSessionDocument } from '../generated/planning.ts';
import type { PlanFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { nextHour } from '../parts/days.ts';
import { Check, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { Loaded, Page } from '../parts/page.tsx';
import { useZone } from '../shell/viewer.tsx';
import { PlanFields } from './plan-fields.tsx';
import { changesOf, inputOf, startOf } from './values.ts';
import './host.css';

export default function SessionFormPage() {
  const { id } = useParams();
  return id ? <Change id={id} /> : <New />;
}

const addressOf = (id: string) => `/host/sessions/${encodeURIComponent(id)}`;

function New() {
  const navigate = useNavigate();
  const zone = useZone();
  const { act, isBusy, refusal } = useAct(CreateSessionDocument);
  const create = async (values: Record<string, string>) => {
    const startsAt = startOf(values);
    const session = await act({ input: { ...inputOf(values), startsAt, draft: values.draft !== undefined } });
    if (!session) return;
    const isLive = session.status === 'LIVE';
    void navigate(isLive ? `/sessions/${encodeURIComponent(session.id)}/room` : addressOf(session.id));
  };
  return (
    <Page title="New session" over={<Link to="/host">Your day</Link>}>
      <div className="card planning">
        <Form onSubmit={create} refusal={refusal}>
          <PlanFields plan={null} startsAt={null} firstStart={nextHour(zone)} withoutStart="Empty: live at once" />
          <Check name="draft" label="Keep it as a draft, which only you see" />
          <div className="actions">
            <button type="submit" className="primary" disabled={isBusy}>
              Create the session
            </button>
            <Link to="/host/series/new">A series instead</Link>
          </div>
        </Form>
      </div>
    </Page>
  );
}

function Change({ id }: { id: string }) {
  const [state] = useQuery({ query: PlannedSessionDocument, variables: { id } });
  return (
    <Page title="Change the session" over={<Link to={addressOf(id)}>{state.data?.session?.title ?? 'Session'}</Link>}>
      <Loaded state={state} isByAddress>
        {({ session }) => (session ? <ChangeForm session={session} /> : 'There is no such session.')}
      </Loaded>
    </Page>
  );
}

function ChangeForm({ session }: { session: PlanFragment }) {
  const navigate = useNavigate();
  const { act, isBusy, refusal } = useAct(UpdateSessionDocument);
  const [opened] = useState(session);
  const change = async (values: Record<string, string>, before: Record<string, string>) => {
    const [input, earlier] = [inputOf(values, opened), inputOf(before, opened)];
    const startsAt = startOf(values);
    // Not the start of the session, which may have seconds that the field has not.
    const isMoved = startsAt !== undefined && startsAt !== startOf(before);
    const settings = changesOf(input.settings, earlier.settings);
    const changes = { ...changesOf(input, earlier), settings, ...(isMoved && { startsAt }) };
    const saved = await act({ id: session.id, input: changes });
    if (!saved) return;
    notify('The session is changed.');
    void navigate(addressOf(session.id));
  };
  return (
    <div className="card planning">
      <Form onSubmit={change} refusal={refusal}>
        <PlanFields plan={opened} startsAt={opened.startsAt} firstStart="" />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            Save the changes
          </button>
        </div>
      </Form>
    </div>
  );
}
