import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useQuery } from 'urql';
import { BuyPassDocument, PassesOnSaleDocument } from '../generated/passes.ts';
import type { OfferFragment } from '../generated/types.ts';
import { useAct, useIdentity } from '../graphql/hooks.ts';
import { newKey } from '../parts/keys.ts';
import { formatPrice } from '../parts/money.ts';
import { Empty, Loaded, Page } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { refundTerms, termsOf } from './terms.ts';
import '../catalogue/catalogue.css';

/** The passes that are for sale. */
export default function PassesPage() {
  const [state] = useQuery({ query: PassesOnSaleDocument, variables: usePaging(20) });
  return (
    <Page
      title="Passes"
      lead="Pay once, and take seats without paying each."
      actions={
        <Link className="button" to="/passes/mine">
          Your passes
        </Link>
      }
    >
      <Loaded state={state}>
        {({ passOffers }) => (
          <>
            {passOffers.nodes.length === 0 && <Empty>No passes are for sale.</Empty>}
            <ul className="cards">
              {passOffers.nodes.map((offer) => (
                <li key={offer.id}>
                  <ForSale offer={offer} />
                </li>
              ))}
            </ul>
            <Pager pageInfo={passOffers.pageInfo} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function ForSale({ offer }: { offer: OfferFragment }) {
  const identity = useIdentity();
  const navigate = useNavigate();
  const { act, isBusy, refusal } = useAct(BuyPassDocument);
  // A click that is repeated after a lost answer buys once.
  const [idempotencyKey, setKey] = useState(newKey);
  const buy = async () => {
    const pass = await act({ input: { offerId: offer.id, idempotencyKey } });
    if (!pass) return;
    setKey(newKey());
    if (pass.checkoutUrl) location.assign(pass.checkoutUrl);
    else void navigate('/passes/mine');
  };
  return (
    <article className="card stack">
      <h2>{offer.title}</h2>
      {offer.description && <p>{offer.description}</p>}
      <ul className="lines muted fine">
        {[...termsOf(offer), refundTerms(offer)].map((term) => (
          <li key={term}>{term}</li>
        ))}
      </ul>
      {identity.status === 'signedIn' ? (
        <button type="button" className="primary" disabled={isBusy} onClick={buy}>
          Buy<span className="hidden"> {offer.title}</span> · {formatPrice(offer.price)}
        </button>
      ) : (
        <Link className="button primary" to="/sign-in?next=/passes">
          Sign in to buy<span className="hidden"> {offer.title}</span> · {formatPrice(offer.price)}
        </Link>
      )}
      <Refusal refusal={refusal} />
    </article>
  );
}
