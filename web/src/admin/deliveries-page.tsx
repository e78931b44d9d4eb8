import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { DeliveriesDocument, SendAgainDocument } from '../generated/admin.ts';
import type { DeliveryFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { Empty, Loaded, Shape } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { Moment } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { AdminPage } from './admin-frame.tsx';
import { EnumFilter, oneOf, useFilter } from './filters.tsx';

const states = ['QUEUED', 'SENT', 'SKIPPED', 'FAILED'] as const;

/** The mails of the studio: sent, waiting, skipped or given up. */
export default function DeliveriesPage() {
  const state = oneOf(useFilter('state')[0], states);
  const filter = state ? { state: [state] } : {};
  const [found] = useQuery({ query: DeliveriesDocument, variables: { ...usePaging(25), filter } });
  return (
    <AdminPage title="Deliveries">
      <search className="card form">
        <div className="pair">
          <EnumFilter name="state" label="State" values={states} />
        </div>
      </search>
      <Loaded state={found} shape={<Shape card lines={10} />}>
        {({ notificationDeliveries: { nodes, totalCount, pageInfo } }) => (
          <section className="card stack" aria-label="Deliveries">
            <p className="muted" role="status">
              {count(totalCount, 'mail')}
            </p>
            {nodes.length === 0 && <Empty>There is none.</Empty>}
            <ul className="lines">
              {nodes.map((delivery) => (
                <li key={delivery.id}>
                  <Delivery delivery={delivery} />
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

const kinds: Record<DeliveryFragment['state'], string> = { QUEUED: 'warm', SENT: 'good', SKIPPED: '', FAILED: 'bad' };

function Delivery({ delivery }: { delivery: DeliveryFragment }) {
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal } = useAct(SendAgainDocument);
  const { id, kind, state, attempts, createdAt, nextAttemptAt, lastError, account } = delivery;
  return (
    <div className="row between">
      <span>
        <strong>{words(kind)}</strong>
        {account && (
          <>
            {' to '}
            <Link to={`/admin/accounts/${encodeURIComponent(account.id)}`}>{account.user.displayName}</Link>
          </>
        )}
        <br />
        <span className="muted fine">
          <Moment at={createdAt} /> · {count(attempts, 'attempt')}
          {state === 'QUEUED' && nextAttemptAt && (
            <>
              {' · next '}
              <Moment at={nextAttemptAt} />
            </>
          )}
          {lastError && ` · ${lastError}`}
        </span>
      </span>
      <span className="row">
        <span className={`badge ${kinds[state]}`}>{words(state)}</span>
        {state === 'FAILED' && (
          <button type="button" className="small" onClick={() => setAsking(true)}>
            Send again…
          </button>
        )}
      </span>
      {isAsking && (
        <ReasonDialog
          title="Send the mail again?"
          action="Send it again"
          reason={{ label: 'Reason, for the audit', isRequired: true }}
          refusal={refusal}
          isBusy={isBusy}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => (await act({ id, reason: reason ?? '' })) && setAsking(false)}
        />
      )}
    </div>
  );
}
