import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { HeldPassesDocument, PassChangesDocument, ReturnNowDocument, ReturnPassDocument } from '../generated/passes.ts';
import type { HeldPassFragment } from '../generated/types.ts';
import { useAct, useEvents, useGathered } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { formatMoney } from '../parts/money.ts';
import { Empty, Loaded, Page } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { Deadline, Moment } from '../parts/time.tsx';
import { words } from '../parts/words.ts';
import { Ledger } from './ledger.tsx';
import { kinds, leftOf, termsOf } from './terms.ts';

/** A person's passes, the latest before the others. */
export default function MyPassesPage() {
  const [state, readAgain] = useQuery({ query: HeldPassesDocument, variables: usePaging(10) });
  const refresh = useGathered(() => readAgain({ requestPolicy: 'network-only' }));
  useEvents(PassChangesDocument, {}, ({ viewerEvents: event }) => event.__typename === 'PassUpdate' && refresh());
  return (
    <Page
      title="Your passes"
      over={<Link to="/mine">Your bookings</Link>}
      actions={
        <Link className="button" to="/passes">
          Passes for sale
        </Link>
      }
    >
      <Loaded state={state}>
        {({ viewer }) =>
          viewer && (
            <div className="stack">
              {viewer.passes.nodes.length === 0 && (
                <Empty>
                  There is none. <Link to="/passes">Passes for sale</Link>
                </Empty>
              )}
              {viewer.passes.nodes.map((pass) => (
                <Held key={pass.id} pass={pass} />
              ))}
              <Pager pageInfo={viewer.passes.pageInfo} />
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}

function Held({ pass }: { pass: HeldPassFragment }) {
  const { id, title, status, amount, validUntil, holdExpiresAt, checkoutUrl, refund } = pass;
  return (
    <section className="card stack" aria-labelledby={`pass-${id}`}>
      <div className="row between">
        <h2 id={`pass-${id}`}>{title}</h2>
        <span className={`badge ${kinds[status] ?? ''}`}>{words(status)}</span>
      </div>
      {status === 'PENDING' ? (
        <>
          <p>
            To be paid
            {holdExpiresAt && (
              <>
                {' '}
                until <Deadline at={holdExpiresAt} />
              </>
            )}
            .
          </p>
          {checkoutUrl ? (
            <a className="button primary" href={checkoutUrl}>
              Pay {formatMoney(amount)}
            </a>
          ) : (
            <p className="muted">The host confirms it when it is paid.</p>
          )}
        </>
      ) : (
        status !== 'CANCELLED' && (
          <p>
            <strong>{leftOf(pass)}</strong>
            {validUntil && (
              <>
                {' '}
                · valid until <Moment at={validUntil} />
              </>
            )}
          </p>
        )
      )}
      <p className="muted fine">
        {termsOf(pass).join(' ')} Bought for {formatMoney(amount)}.
        {refund.amountMinor > 0 && ` ${formatMoney(refund)} is paid back.`}
      </p>
      <div className="actions">
        <Returning pass={pass} />
      </div>
      {status !== 'PENDING' && status !== 'CANCELLED' && <Ledger id={id} />}
    </section>
  );
}

/** The terms before anything is returned, as they were fixed when the pass was bought. */
function Returning({ pass }: { pass: HeldPassFragment }) {
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal, dismiss } = useAct(ReturnPassDocument);
  const { id, status, title, refundQuote, refundableUntil } = pass;
  const isPending = status === 'PENDING';
  // What it pays back shrinks by the day, also while the page is open.
  const [{ fetching }] = useQuery({
    query: ReturnNowDocument,
    variables: { id },
    pause: !isAsking || isPending,
    requestPolicy: 'network-only',
  });
  if (!isPending && (status !== 'ACTIVE' || refundQuote.amountMinor === 0)) return null;
  const close = () => {
    setAsking(false);
    dismiss();
  };
  const action = isPending ? 'Give up the purchase' : 'Return the pass';
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        {action}…<span className="hidden"> {title}</span>
      </button>
      {!isPending && (
        <span className="muted fine">
          Now {formatMoney(refundQuote)} would be paid back
          {refundableUntil && (
            <>
              , until <Moment at={refundableUntil} />
            </>
          )}
          .
        </span>
      )}
      {isAsking && (
        <ReasonDialog
          title={`${action}?`}
          text={
            isPending ? (
              <p>Nothing was paid yet.</p>
            ) : (
              <p>
                {formatMoney(refundQuote)} will be paid back. Seats that the pass paid for stay booked; if you cancel
                one of them later, nothing more is paid back.
              </p>
            )
          }
          action={action}
          refusal={refusal}
          isBusy={isBusy || fetching}
          onClose={close}
          onConfirm={async () => {
            if (await act({ id })) close();
          }}
        />
      )}
    </>
  );
}
