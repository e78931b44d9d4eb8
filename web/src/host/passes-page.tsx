import { Link } from 'react-router';
import { useQuery } from 'urql';
import { SellingDocument } from '../generated/selling.ts';
import { Loaded, Page } from '../parts/page.tsx';
import { usePaging, useTurning } from '../parts/paging.tsx';
import { Offers } from '../passes/offers.tsx';
import { Sold } from '../passes/sold.tsx';

/** The passes that a host offers and has sold. */
export default function PassesPage() {
  const turning = useTurning();
  const variables = { ...usePaging(20), afterOffer: turning.after };
  const [state, readAgain] = useQuery({ query: SellingDocument, variables });
  const refresh = () => readAgain({ requestPolicy: 'network-only' });
  return (
    <Page
      title="Passes"
      over={<Link to="/host">Your day</Link>}
      lead="What people buy once to take seats in your sessions."
    >
      <Loaded state={state}>
        {({ viewer }) =>
          viewer && (
            <div className="stack">
              {viewer.role === 'CREATOR' ? (
                <Offers offers={viewer.passOffers} turning={turning} asksReason={false} onChange={refresh} />
              ) : (
                <p className="card">
                  {viewer.role === 'ADMIN' ? (
                    <>
                      Admins offer passes <Link to="/admin/passes">for the studio</Link>.
                    </>
                  ) : (
                    'Creators offer passes.'
                  )}
                </p>
              )}
              <Sold passes={viewer.passesSold} owed={viewer.passesOwed} isAdmin={false} onChange={refresh} />
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
