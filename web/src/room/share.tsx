import { RotateCodeDocument } from '../generated/room.ts';
import type { PlaceFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { copy } from '../parts/copy.ts';
import { Refusal } from '../parts/refusal.tsx';

/** The code and the link by which others join. */
export function Share({ session, mayLead }: { session: PlaceFragment; mayLead: boolean }) {
  const { act, isBusy, refusal } = useAct(RotateCodeDocument);
  const { id, joinCode, admission } = session;
  if (!joinCode) return null;
  const link = `${location.origin}/join/${joinCode}`;
  return (
    <section className="card stack" aria-labelledby="share">
      <h2 id="share">Share</h2>
      <p className="code number" translate="no">
        {joinCode}
      </p>
      <p className="fine">
        <a href={link}>{link}</a>
      </p>
      {admission === 'BOOKING' && <p className="fine muted">It admits people with a confirmed booking.</p>}
      <div className="actions">
        <button type="button" className="small" onClick={() => copy(joinCode, 'Code')}>
          Copy the code
        </button>
        <button type="button" className="small" onClick={() => copy(link, 'Link')}>
          Copy the link
        </button>
        {mayLead && (
          <button type="button" className="small" disabled={isBusy} onClick={() => act({ id })}>
            New code
          </button>
        )}
      </div>
      <Refusal refusal={refusal} />
    </section>
  );
}
