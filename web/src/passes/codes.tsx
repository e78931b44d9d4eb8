import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { CodeUsesDocument, DisableCodeDocument, EnableCodeDocument } from '../generated/codes.ts';
import type { CodeFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Dialog, ReasonDialog } from '../parts/dialog.tsx';
import { formatMoney } from '../parts/money.ts';
import { Empty, Loaded, Shape } from '../parts/page.tsx';
import { type PageInfo, Pager, Turner, useTurning } from '../parts/paging.tsx';
import { Moment } from '../parts/time.tsx';
import { count } from '../parts/words.ts';
import { CodeForm } from './code-form.tsx';

interface CodesProps {
  codes: { nodes: readonly CodeFragment[]; pageInfo: PageInfo };
  /** Whether an admin changes what is not their own, with a reason. */
  asksReason: boolean;
  onChange: () => void;
}

/** The promotion codes of a host, or of the studio. */
export function Codes({ codes, asksReason, onChange }: CodesProps) {
  const [isNew, setNew] = useState(false);
  return (
    <section className="card stack" aria-labelledby="codes">
      <div className="row between">
        <h2 id="codes">Codes</h2>
        <button type="button" className="primary" onClick={() => setNew(true)}>
          New code…
        </button>
      </div>
      {codes.nodes.length === 0 && <Empty>There is none.</Empty>}
      <ul className="lines">
        {codes.nodes.map((code) => (
          <li key={code.id}>
            <Line code={code} asksReason={asksReason} onChange={onChange} />
          </li>
        ))}
      </ul>
      <Pager pageInfo={codes.pageInfo} />
      {isNew && (
        <Dialog title="New code" onClose={() => setNew(false)}>
          <CodeForm
            asksReason={asksReason}
            onDone={() => {
              setNew(false);
              onChange();
            }}
          />
        </Dialog>
      )}
    </section>
  );
}

function Line({ code, asksReason, onChange }: { code: CodeFragment; asksReason: boolean; onChange: () => void }) {
  const [question, setQuestion] = useState<'change' | 'switch' | null>(null);
  const disabling = useAct(DisableCodeDocument);
  const enabling = useAct(EnableCodeDocument);
  const { id, percent, amount, disabledAt, useCount, maxUses, host, tags, sessions, startsAt, endsAt } = code;
  const change = disabledAt ? enabling : disabling;
  const action = disabledAt ? 'Enable' : 'Disable';
  const where = [
    host ? `sessions of ${host.displayName}` : 'all sessions',
    ...tags,
    ...sessions.map(({ title }) => title),
  ];
  const done = () => {
    setQuestion(null);
    onChange();
  };
  return (
    <div className="stack">
      <div className="row between">
        <div>
          <strong>{code.code}</strong> · {amount ? formatMoney(amount) : `${percent} %`} off{' '}
          {disabledAt && <span className="badge">Disabled</span>}
          <br />
          <span className="muted fine">
            <bdi>{where.join(', ')}</bdi> · {count(useCount, 'use')}
            {maxUses !== null && ` of ${maxUses}`}
            {startsAt && (
              <>
                {' '}
                · from <Moment at={startsAt} />
              </>
            )}
            {endsAt && (
              <>
                {' '}
                · until <Moment at={endsAt} />
              </>
            )}
          </span>
        </div>
        <div className="row">
          <button type="button" className="small" onClick={() => setQuestion('change')}>
            Change…<span className="hidden"> {code.code}</span>
          </button>
          <button type="button" className="small quiet" onClick={() => setQuestion('switch')}>
            {action}…<span className="hidden"> {code.code}</span>
          </button>
        </div>
      </div>
      <Uses id={id} />
      {question === 'change' && (
        <Dialog title={`Change ${code.code}`} onClose={() => setQuestion(null)}>
          <p className="muted">Bookings that used it keep their discount.</p>
          <CodeForm code={code} asksReason={asksReason} onDone={done} />
        </Dialog>
      )}
      {question === 'switch' && (
        <ReasonDialog
          title={`${action} ${code.code}?`}
          action={action}
          {...(asksReason && { reason: { label: 'Reason, for the audit', isRequired: true } })}
          refusal={change.refusal}
          isBusy={change.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async (reason) => (await change.act({ id, reason })) && done()}
        />
      )}
    </div>
  );
}

/** Who used a code, read when it is opened. */
function Uses({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  const turning = useTurning();
  const [state] = useQuery({ query: CodeUsesDocument, variables: { id, after: turning.after }, pause: !isOpen });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Uses</summary>
      {isOpen && (
        <Loaded state={state} shape={<Shape lines={2} />}>
          {({ node }) =>
            node?.__typename === 'PromotionCode' && (
              <>
                <ul className="lines">
                  {node.uses.nodes.length === 0 && <li>Nobody has used it yet.</li>}
                  {node.uses.nodes.map(({ user, discount, usedAt, returnedAt, booking }) => (
                    <li key={`${user.id} ${usedAt}`}>
                      <bdi>{user.displayName}</bdi> · {formatMoney(discount)} · <Moment at={usedAt} />
                      {booking && (
                        <>
                          {' · '}
                          <Link to={`/sessions/${encodeURIComponent(booking.session.id)}`}>
                            {booking.session.title}
                          </Link>
                        </>
                      )}
                      {returnedAt && ' · given back'}
                    </li>
                  ))}
                </ul>
                <Turner of="the uses" turning={turning} pageInfo={node.uses.pageInfo} />
              </>
            )
          }
        </Loaded>
      )}
    </details>
  );
}
