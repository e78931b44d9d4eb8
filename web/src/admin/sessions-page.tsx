import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { AllSessionsDocument, ModerateCancelDocument, ModerateDeleteDocument } from '../generated/admin.ts';
import type { AllSessionsQuery } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { Empty, Loaded, Shape } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { Moment } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { AdminExport } from './admin-export.tsx';
import { AdminPage } from './admin-frame.tsx';
import { EnumFilter, oneOf, SearchFilter, useFilter } from './filters.tsx';

const statuses = ['DRAFT', 'SCHEDULED', 'LIVE', 'ENDED', 'CANCELLED'] as const;

/** Every session, unlisted ones and drafts included. */
export default function SessionsPage() {
  const [search] = useFilter('q');
  const status = oneOf(useFilter('status')[0], statuses);
  const filter = { ...(search && { search }), ...(status && { status: [status] }) };
  const [state, again] = useQuery({ query: AllSessionsDocument, variables: { ...usePaging(20), filter } });
  return (
    <AdminPage title="Sessions" actions={<AdminExport kind="SESSIONS" />}>
      <search className="card form">
        <div className="pair">
          <SearchFilter label="Title, tag or host" />
          <EnumFilter name="status" label="Status" values={statuses} />
        </div>
      </search>
      <Loaded state={state} shape={<Shape card lines={8} />}>
        {({ adminSessions: { nodes, totalCount, pageInfo } }) => (
          <section className="card stack" aria-label="Sessions">
            <p className="muted" role="status">
              {count(totalCount, 'session')}
            </p>
            {nodes.length === 0 && <Empty>There is none.</Empty>}
            <ul className="lines">
              {nodes.map((session) => (
                <li key={session.id}>
                  <Session session={session} onGone={() => again({ requestPolicy: 'network-only' })} />
                </li>
              ))}
            </ul>
            <Pager pageInfo={pageInfo} />
          </section>
        )}
      </Loaded>
    </AdminPage>
  );
}

interface SessionProps {
  session: AllSessionsQuery['adminSessions']['nodes'][number];
  onGone: () => void;
}

function Session({ session, onGone }: SessionProps) {
  const [question, setQuestion] = useState<'cancel' | 'delete' | null>(null);
  const cancellation = useAct(ModerateCancelDocument);
  const deletion = useAct(ModerateDeleteDocument);
  const { id, title, startsAt, status, visibility, host, seatsTaken, maxParticipants } = session;
  const close = () => setQuestion(null);
  return (
    <div className="row between">
      <span>
        <Link to={`/sessions/${encodeURIComponent(id)}`}>{title}</Link> <span className="badge">{words(status)}</span>{' '}
        {visibility === 'UNLISTED' && <span className="badge">Unlisted</span>}
        <br />
        <span className="muted fine">
          {host.displayName} · <Moment at={startsAt} /> · {seatsTaken}
          {maxParticipants !== null && ` / ${maxParticipants}`} seats
        </span>
      </span>
      <span className="row">
        {(status === 'SCHEDULED' || status === 'LIVE') && (
          <button type="button" className="small" onClick={() => setQuestion('cancel')}>
            Cancel…<span className="hidden"> {title}</span>
          </button>
        )}
        {(status === 'SCHEDULED' || status === 'DRAFT') && seatsTaken === 0 && (
          <button type="button" className="small quiet" onClick={() => setQuestion('delete')}>
            Delete…<span className="hidden"> {title}</span>
          </button>
        )}
      </span>
      {question === 'cancel' && (
        <ReasonDialog
          title={`Cancel ${title}?`}
          text={<p>Every booking is refunded in full, and everybody is told.</p>}
          action="Cancel the session"
          reason={{ label: 'Reason', isRequired: true }}
          refusal={cancellation.refusal}
          isBusy={cancellation.isBusy}
          onClose={close}
          onConfirm={async (reason) => (await cancellation.act({ id, reason: reason ?? '' })) && close()}
        />
      )}
      {question === 'delete' && (
        <ReasonDialog
          title={`Delete ${title}?`}
          action="Delete the session"
          reason={{ label: 'Reason, for the audit', isRequired: true }}
          refusal={deletion.refusal}
          isBusy={deletion.isBusy}
          onClose={close}
          onConfirm={async (reason) => {
            if (!(await deletion.act({ id, reason }))) return;
            close();
            onGone();
          }}
        />
      )}
    </div>
  );
}
