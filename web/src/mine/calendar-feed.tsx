import { DisableCalendarDocument, RotateCalendarDocument } from '../generated/mine.ts';
import { useAct } from '../graphql/hooks.ts';
import { Refusal } from '../parts/refusal.tsx';
import { SecretLink } from '../parts/secret-link.tsx';

/** The address to which calendar apps subscribe. */
export function CalendarFeed({ url }: { url: string | null }) {
  const rotation = useAct(RotateCalendarDocument);
  const disabling = useAct(DisableCalendarDocument);
  return (
    <section className="card stack" aria-labelledby="feed">
      <h2 id="feed">In your calendar</h2>
      {url ? (
        <>
          <p className="muted">
            Subscribe to this address in your calendar app. Whoever has it sees your bookings: keep it to yourself.
          </p>
          <SecretLink label="Address of the calendar" url={url} />
          <div className="actions">
            <button type="button" className="small" disabled={rotation.isBusy} onClick={() => rotation.act({})}>
              New address
            </button>
            <button type="button" className="small quiet" disabled={disabling.isBusy} onClick={() => disabling.act({})}>
              Switch off
            </button>
          </div>
        </>
      ) : (
        <>
          <p className="muted">Your bookings, and the sessions that you host, in any calendar app.</p>
          <button type="button" disabled={rotation.isBusy} onClick={() => rotation.act({})}>
            Make an address
          </button>
        </>
      )}
      <Refusal refusal={rotation.refusal ?? disabling.refusal} />
    </section>
  );
}
