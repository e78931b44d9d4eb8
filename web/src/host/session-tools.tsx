import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import {
  ArchiveSessionDocument,
  CancelSessionDocument,
  DeleteSessionDocument,
  PublishSessionDocument,
  StartSessionDocument,
  UnarchiveSessionDocument,
} from '../generated/check-in.ts';
import type { CheckInQuery } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { HandOver } from './hand-over.tsx';

type Session = NonNullable<CheckInQuery['session']>;

/** What a host does with a session as its status allows. */
export function SessionTools({ session }: { session: Session }) {
  const navigate = useNavigate();
  const [question, setQuestion] = useState<'cancel' | 'delete' | null>(null);
  const publication = useAct(PublishSessionDocument);
  const start = useAct(StartSessionDocument);
  const archival = useAct(ArchiveSessionDocument);
  const unarchival = useAct(UnarchiveSessionDocument);
  const cancellation = useAct(CancelSessionDocument);
  const deletion = useAct(DeleteSessionDocument);
  const { id, title, status, archivedAt, viewer } = session;
  const room = `/sessions/${encodeURIComponent(id)}/room`;
  const isHost = viewer?.isHost ?? false;
  const isOpen = status === 'SCHEDULED' || status === 'LIVE';
  return (
    <section className="card stack" aria-labelledby="session-tools">
      <h2 id="session-tools">Session</h2>
      {isOpen && (
        <Link className="button primary" to={room}>
          {status === 'LIVE' ? 'Enter the room' : 'Open the lobby'}
        </Link>
      )}
      {isHost && status === 'DRAFT' && (
        <button type="button" className="primary" disabled={publication.isBusy} onClick={() => publication.act({ id })}>
          Publish
        </button>
      )}
      {isHost && status === 'SCHEDULED' && (
        <button type="button" disabled={start.isBusy} onClick={async () => (await start.act({ id })) && navigate(room)}>
          Start now
        </button>
      )}
      {isHost && status !== 'ENDED' && status !== 'CANCELLED' && (
        <Link className="button" to={`/host/sessions/${encodeURIComponent(id)}/edit`}>
          Change
        </Link>
      )}
      {isHost && isOpen && <HandOver id={id} title={title} />}
      {isHost && isOpen && (
        <button type="button" className="danger" onClick={() => setQuestion('cancel')}>
          Cancel the session…
        </button>
      )}
      {isHost && (status === 'DRAFT' || status === 'SCHEDULED') && (
        <button type="button" className="quiet" onClick={() => setQuestion('delete')}>
          Delete…
        </button>
      )}
      {isHost && (status === 'ENDED' || status === 'CANCELLED') && (
        <button
          type="button"
          disabled={archival.isBusy || unarchival.isBusy}
          onClick={() => (archivedAt ? unarchival : archival).act({ id })}
        >
          {archivedAt ? 'Take out of the archive' : 'Archive'}
        </button>
      )}
      <Refusal refusal={publication.refusal ?? start.refusal ?? archival.refusal ?? unarchival.refusal} />
      {question === 'cancel' && (
        <ReasonDialog
          title={`Cancel ${title}?`}
          text={<p>Every booking is cancelled and refunded in full, and everybody is told.</p>}
          action="Cancel the session"
          reason={{ label: 'Reason, which people are told', isRequired: true }}
          refusal={cancellation.refusal}
          isBusy={cancellation.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async (reason) => (await cancellation.act({ id, reason: reason ?? '' })) && setQuestion(null)}
        />
      )}
      {question === 'delete' && (
        <ReasonDialog
          title={`Delete ${title}?`}
          text={<p>Only a session that nobody booked or joined can be deleted.</p>}
          action="Delete the session"
          refusal={deletion.refusal}
          isBusy={deletion.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async () => (await deletion.act({ id })) && navigate('/host')}
        />
      )}
    </section>
  );
}
