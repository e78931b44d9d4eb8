import { useState } from 'react';
import { RestoreOfferDocument, WithdrawOfferDocument } from '../generated/selling.ts';
import type { OfferFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Dialog, ReasonDialog } from '../parts/dialog.tsx';
import { formatPrice } from '../parts/money.ts';
import { Empty } from '../parts/page.tsx';
import { Turner, type TurnerProps } from '../parts/paging.tsx';
import { OfferForm } from './offer-form.tsx';
import { refundTerms, termsOf } from './terms.ts';

interface OffersProps {
  offers: { nodes: readonly OfferFragment[]; pageInfo: TurnerProps['pageInfo'] };
  turning: TurnerProps['turning'];
  /** Whether an admin changes what is not their own, with a reason. */
  asksReason: boolean;
  onChange: () => void;
}

/** The offers of a host, or of the studio. */
export function Offers({ offers, turning, asksReason, onChange }: OffersProps) {
  const [isNew, setNew] = useState(false);
  return (
    <section className="card stack" aria-labelledby="offers">
      <div className="row between">
        <h2 id="offers">Offers</h2>
        <button type="button" className="primary" onClick={() => setNew(true)}>
          New offer…
        </button>
      </div>
      {offers.nodes.length === 0 && <Empty>There is none.</Empty>}
      <ul className="lines">
        {offers.nodes.map((offer) => (
          <li key={offer.id}>
            <Line offer={offer} asksReason={asksReason} onChange={onChange} />
          </li>
        ))}
      </ul>
      <Turner of="the offers" turning={turning} pageInfo={offers.pageInfo} />
      {isNew && (
        <Dialog title="New offer" onClose={() => setNew(false)}>
          <OfferForm
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

function Line({ offer, asksReason, onChange }: { offer: OfferFragment; asksReason: boolean; onChange: () => void }) {
  const [question, setQuestion] = useState<'change' | 'sale' | null>(null);
  const withdrawal = useAct(WithdrawOfferDocument);
  const restoring = useAct(RestoreOfferDocument);
  const isWithdrawn = offer.withdrawnAt !== null;
  const sale = isWithdrawn ? restoring : withdrawal;
  const action = isWithdrawn ? 'Put back on sale' : 'Take from sale';
  const done = () => {
    setQuestion(null);
    onChange();
  };
  return (
    <div className="row between">
      <div>
        <strong>{offer.title}</strong> · {formatPrice(offer.price)}{' '}
        {isWithdrawn && <span className="badge">Not for sale</span>}
        <br />
        <span className="muted fine">
          {termsOf(offer).join(' ')} {refundTerms(offer)}
        </span>
      </div>
      <div className="row">
        <button type="button" className="small" onClick={() => setQuestion('change')}>
          Change…<span className="hidden"> {offer.title}</span>
        </button>
        <button type="button" className="small quiet" onClick={() => setQuestion('sale')}>
          {action}…<span className="hidden"> {offer.title}</span>
        </button>
      </div>
      {question === 'change' && (
        <Dialog title={`Change ${offer.title}`} onClose={() => setQuestion(null)}>
          <p className="muted">Passes that were sold stay as they are.</p>
          <OfferForm offer={offer} asksReason={asksReason} onDone={done} />
        </Dialog>
      )}
      {question === 'sale' && (
        <ReasonDialog
          title={`${action}: ${offer.title}?`}
          text={isWithdrawn ? undefined : <p>Passes that were sold stay valid.</p>}
          action={action}
          {...(asksReason && { reason: { label: 'Reason, for the audit', isRequired: true } })}
          refusal={sale.refusal}
          isBusy={sale.isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={async (reason) => (await sale.act({ id: offer.id, reason })) && done()}
        />
      )}
    </div>
  );
}
