import { useQuery } from 'urql';
import { StudioPassesDocument } from '../generated/selling.ts';
import { Loaded } from '../parts/page.tsx';
import { usePaging, useTurning } from '../parts/paging.tsx';
import { Offers } from '../passes/offers.tsx';
import { Sold } from '../passes/sold.tsx';
import { AdminExport } from './admin-export.tsx';
import { AdminPage } from './admin-frame.tsx';

/** Every offer and every pass of the studio. */
export default function PassesPage() {
  const turning = useTurning();
  const variables = { ...usePaging(20), afterOffer: turning.after };
  const [state, readAgain] = useQuery({ query: StudioPassesDocument, variables });
  const refresh = () => readAgain({ requestPolicy: 'network-only' });
  return (
    <AdminPage title="Passes" actions={<AdminExport kind="PASSES" />}>
      <Loaded state={state}>
        {({ passes, passesOwed, passOffers }) => (
          <div className="stack">
            <Offers offers={passOffers} turning={turning} asksReason onChange={refresh} />
            <Sold passes={passes} owed={passesOwed} isAdmin onChange={refresh} />
          </div>
        )}
      </Loaded>
    </AdminPage>
  );
}
