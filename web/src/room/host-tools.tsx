import { useState } from 'react';
import { ChangeRoomDocument, EndRoomDocument, StartRoomDocument } from '../generated/room.ts';
import type { PlaceFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { Refusal } from '../parts/refusal.tsx';

/** What hosts do with the session as a whole. */
export function HostTools({ session, isHost }: { session: PlaceFragment; isHost: boolean }) {
  const [isEnding, setEnding] = useState(false);
  const start = useAct(StartRoomDocument);
  const end = useAct(EndRoomDocument);
  const change = useAct(ChangeRoomDocument);
  const { id, status, settings } = session;
  const { isLocked, autoReveal } = settings;
  return (
    <section className="card stack" aria-labelledby="tools">
      <h2 id="tools">Host’s tools</h2>
      <div className="actions">
        {status === 'SCHEDULED' && isHost && (
          <button type="button" className="primary" disabled={start.isBusy} onClick={() => start.act({ id })}>
            Start the session
          </button>
        )}
        <button
          type="button"
          aria-pressed={isLocked}
          disabled={change.isBusy}
          onClick={() => change.act({ id, input: { settings: { isLocked: !isLocked } } })}
        >
          {isLocked ? 'Unlock the room' : 'Lock the room'}
        </button>
        {isHost && (
          <button
            type="button"
            aria-pressed={autoReveal}
            disabled={change.isBusy}
            onClick={() => change.act({ id, input: { settings: { autoReveal: !autoReveal } } })}
          >
            {autoReveal ? 'Reveal by hand' : 'Reveal when all have voted'}
          </button>
        )}
        {status === 'LIVE' && (
          <button type="button" className="danger" onClick={() => setEnding(true)}>
            End the session…
          </button>
        )}
      </div>
      {isLocked && <p className="fine muted">Locked: nobody new comes in.</p>}
      <Refusal refusal={start.refusal ?? change.refusal} />
      {isEnding && (
        <ReasonDialog
          title="End the session?"
          text={<p>Bookings are settled, and everybody’s practice is recorded.</p>}
          action="End it for everybody"
          refusal={end.refusal}
          isBusy={end.isBusy}
          onClose={() => setEnding(false)}
          onConfirm={async () => {
            if (await end.act({ id })) setEnding(false);
          }}
        />
      )}
    </section>
  );
}
