import { useState } from 'react';
import { useQuery } from 'urql';
import type { HookDeliveryFragment, WebhookEventKind } from '../generated/types.ts';
import { CreateEndpointDocument, SendHookAgainDocument, WebhooksDocument } from '../generated/webhooks.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { Check, Field, Form } from '../parts/form.tsx';
import { Empty, Loaded } from '../parts/page.tsx';
import { Pager, Turner, usePaging, useTurning } from '../parts/paging.tsx';
import { Moment } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { AdminPage } from './admin-frame.tsx';
import { EnumFilter, oneOf, useFilter } from './filters.tsx';
import { Endpoint, Secret } from './webhook-endpoint.tsx';

const states = ['QUEUED', 'SENT', 'SKIPPED', 'FAILED'] as const;
const kinds: WebhookEventKind[] = [
  'BOOKINGS',
  'SESSIONS',
  'SEATS',
  'PARTICIPANTS',
  'SERIES',
  'STORIES',
  'DEVICES',
  'AUDIT',
];

/** Where events of the studio are posted to, and what became of each. */
export default function WebhooksPage() {
  const state = oneOf(useFilter('state')[0], states);
  const filter = state ? { state: [state] } : {};
  const turning = useTurning();
  const variables = { ...usePaging(20), filter, afterEndpoint: turning.after };
  const [found, again] = useQuery({ query: WebhooksDocument, variables });
  const refresh = () => again({ requestPolicy: 'network-only' });
  return (
    <AdminPage title="Webhooks">
      <Loaded state={found}>
        {({ webhookEndpoints, webhookDeliveries: { nodes, totalCount, pageInfo } }) => (
          <>
            <section className="card stack" aria-labelledby="endpoints">
              <h2 id="endpoints">Endpoints</h2>
              {webhookEndpoints.nodes.length === 0 && <p className="muted">Events are posted to nobody.</p>}
              <ul className="lines">
                {webhookEndpoints.nodes.map((endpoint) => (
                  <li key={endpoint.id}>
                    <Endpoint endpoint={endpoint} onGone={refresh} />
                  </li>
                ))}
              </ul>
              <Turner of="the endpoints" turning={turning} pageInfo={webhookEndpoints.pageInfo} />
              <NewEndpoint onCreated={refresh} />
            </section>
            <section className="card stack" aria-labelledby="deliveries">
              <h2 id="deliveries">Deliveries</h2>
              <EnumFilter name="state" label="State" values={states} />
              <p className="muted" role="status">
                {count(totalCount, 'delivery', 'deliveries')}
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
          </>
        )}
      </Loaded>
    </AdminPage>
  );
}

function NewEndpoint({ onCreated }: { onCreated: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { act, isBusy, refusal } = useAct(CreateEndpointDocument);
  const create = async (values: Record<string, string>) => {
    const { url = '', description, reason = '' } = values;
    const chosen = kinds.filter((kind) => values[`kind-${kind}`] !== undefined);
    const created = await act({ input: { url, description: description || null, kinds: chosen }, reason });
    if (!created) return;
    setSecret(created.secret);
    setOpen(false);
    onCreated();
  };
  return (
    <>
      {secret && <Secret secret={secret} />}
      <div>
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          New endpoint
        </button>
      </div>
      {isOpen && (
        <Form onSubmit={create} refusal={refusal}>
          <Field label="Address" name="url" type="url" isRequired hint="https, with public addresses alone" />
          <Field label="What it is for" name="description" maxLength={200} />
          <fieldset>
            <legend>Events</legend>
            <div className="row">
              {kinds.map((kind) => (
                <Check key={kind} name={`kind-${kind}`} label={words(kind)} defaultChecked={kind === 'BOOKINGS'} />
              ))}
            </div>
          </fieldset>
          <Field label="Reason, for the audit" name="reason" isRequired maxLength={500} />
          <div>
            <button type="submit" className="primary" disabled={isBusy}>
              Create the endpoint
            </button>
          </div>
        </Form>
      )}
    </>
  );
}

const badges: Record<HookDeliveryFragment['state'], string> = {
  QUEUED: 'warm',
  SENT: 'good',
  SKIPPED: '',
  FAILED: 'bad',
};

function Delivery({ delivery }: { delivery: HookDeliveryFragment }) {
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal } = useAct(SendHookAgainDocument);
  const { id, type, state, attemptCount, createdAt, endpoint, attempts } = delivery;
  const [latest] = attempts;
  return (
    <div className="row between">
      <span>
        <strong>{type}</strong> to {new URL(endpoint.url).host}
        <br />
        <span className="muted fine">
          <Moment at={createdAt} /> · {count(attemptCount, 'attempt')}
          {latest && ` · ${latest.status ?? latest.error ?? ''}`}
        </span>
      </span>
      <span className="row">
        <span className={`badge ${badges[state]}`}>{words(state)}</span>
        <button type="button" className="small" onClick={() => setAsking(true)}>
          Send again…
        </button>
      </span>
      {isAsking && (
        <ReasonDialog
          title="Send it again?"
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
