import { useState } from 'react';
import { ConfirmPassDocument, CorrectPassDocument, ReturnSoldPassDocument } from '../generated/selling.ts';
import type { OwedFragment, SoldPassFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { fromField } from '../parts/days.ts';
import { Dialog, ReasonDialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';
import { formatMoney } from '../parts/money.ts';
import { Empty } from '../parts/page.tsx';
import { type PageInfo, Pager } from '../parts/paging.tsx';
import { Moment } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { useZone } from '../shell/viewer.tsx';
import { Ledger } from './ledger.tsx';
import { kinds, leftOf } from './terms.ts';

interface SoldProps {
  passes: { totalCount: number; nodes: readonly SoldPassFragment[]; pageInfo: PageInfo };
  owed: readonly OwedFragment[];
  isAdmin: boolean;
  onChange: () => void;
}

/** The passes that were sold, and what they still promise. */
export function Sold({ passes, owed, isAdmin, onChange }: SoldProps) {
  return (
    <section className="card stack" aria-labelledby="sold">
      <div className="row between">
        <h2 id="sold">Sold</h2>
        <span className="muted">{count(passes.totalCount, 'pass', 'passes')}</span>
      </div>
      {owed.map(({ currency, passes: active, credits, amountMinor }) => (
        <p key={currency}>
          Owed: {count(active, 'active pass', 'active passes')}, {count(credits, 'seat')}, worth{' '}
          <strong>{formatMoney({ currency, amountMinor })}</strong>
        </p>
      ))}
      {passes.nodes.length === 0 && <Empty>There is none.</Empty>}
      <ul className="lines">
        {passes.nodes.map((pass) => (
          <li key={pass.id}>
            <Line pass={pass} isAdmin={isAdmin} onChange={onChange} />
          </li>
        ))}
      </ul>
      <Pager pageInfo={passes.pageInfo} />
    </section>
  );
}

function Line({ pass, isAdmin, onChange }: { pass: SoldPassFragment; isAdmin: boolean; onChange: () => void }) {
  const [question, setQuestion] = useState<'paid' | 'return' | 'correct' | null>(null);
  const confirmation = useAct(ConfirmPassDocument);
  const returning = useAct(ReturnSoldPassDocument);
  const { id, status, user, title, amount, boughtAt, validUntil } = pass;
  const done = (result: unknown) => {
    if (!result) return;
    setQuestion(null);
    onChange();
  };
  const reason = { label: isAdmin ? 'Reason, for the audit' : 'Reason', isRequired: isAdmin };
  const isOpen = status === 'PENDING' || status === 'CANCELLED';
  return (
    <div className="stack">
      <div className="row between">
        <div>
          <strong>{user.displayName}</strong> <span className={`badge ${kinds[status] ?? ''}`}>{words(status)}</span>
          <br />
          <span className="muted fine">
            <bdi>{title}</bdi> · {formatMoney(amount)} · <Moment at={boughtAt} />
            {!isOpen && ` · ${leftOf(pass)}`}
            {validUntil && (
              <>
                {' '}
                · until <Moment at={validUntil} />
              </>
            )}
          </span>
        </div>
        <div className="row">
          {isOpen && (
            <button type="button" className="small primary" onClick={() => setQuestion('paid')}>
              Paid…<span className="hidden"> by {user.displayName}</span>
            </button>
          )}
          {(status === 'ACTIVE' || status === 'PENDING') && (
            <button type="button" className="small quiet" onClick={() => setQuestion('return')}>
              Return…<span className="hidden"> the pass of {user.displayName}</span>
            </button>
          )}
          {isAdmin && !isOpen && (
            <button type="button" className="small" onClick={() => setQuestion('correct')}>
              Correct…<span className="hidden"> the pass of {user.displayName}</span>
            </button>
          )}
        </div>
      </div>
      {!isOpen && <Ledger id={id} />}
      {question === 'paid' && (
        <ReasonDialog
          title={`Did ${user.displayName} pay ${formatMoney(amount)}?`}
          action="It is paid"
          {...(isAdmin && { reason })}
          refusal={confirmation.refusal}
          isBusy={confirmation.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async (given) => done(await confirmation.act({ id, reason: given }))}
        />
      )}
      {question === 'return' && (
        <ReasonDialog
          title={`Return the pass of ${user.displayName}?`}
          text={<p>What is unused of it is paid back in full.</p>}
          action="Return the pass"
          reason={reason}
          refusal={returning.refusal}
          isBusy={returning.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async (given) => done(await returning.act({ id, reason: given }))}
        />
      )}
      {question === 'correct' && (
        <Dialog title={`Correct the pass of ${user.displayName}`} onClose={() => setQuestion(null)}>
          <Correction pass={pass} onDone={done} />
        </Dialog>
      )}
    </div>
  );
}

function Correction({ pass, onDone }: { pass: SoldPassFragment; onDone: (result: unknown) => void }) {
  const zone = useZone();
  const { act, isBusy, refusal } = useAct(CorrectPassDocument);
  const send = async ({ credits, end, reason = '' }: Record<string, string>) =>
    onDone(
      await act({
        input: {
          id: pass.id,
          credits: credits?.trim() ? Number(credits) : null,
          validUntil: end ? fromField(`${end}T23:59:59`, zone) : null,
          reason,
        },
      }),
    );
  return (
    <Form refusal={refusal} onSubmit={send}>
      <p>{leftOf(pass)}.</p>
      {pass.credits !== null && (
        <Field
          label="Credits to add, or with a minus to take"
          name="credits"
          type="number"
          // The keys of numbers have no minus on some phones.
          input={{ inputMode: 'text' }}
        />
      )}
      <Field label="Valid through, if it changes" name="end" type="date" />
      <Field label="Reason, for the ledger and the audit" name="reason" isRequired />
      <div className="actions">
        <button type="submit" className="primary" disabled={isBusy}>
          Correct
        </button>
      </div>
    </Form>
  );
}
