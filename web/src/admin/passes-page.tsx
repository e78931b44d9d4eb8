import { useQuery } from 'urql';
import { StudioPassesDocument } from '../generated/selling.ts';
import { Loaded } from '../parts/page.tsx';
import { usePaging } from '../parts/paging.tsx';
import { Offers } from '../passes/offers.tsx';
import { Sold } from '../passes/sold.tsx';
import { AdminExport } from './admin-export.tsx';
import { AdminPage } from './admin-frame.tsx';

/** Every offer and every pass of the studio. */
export default function PassesPage() {
  const [state, readAgain] = useQuery({ query: StudioPassesDocument, variables: usePaging(20) });
  const refresh = () => readAgain({ requestPolicy: 'network-only' });
  return (
    <AdminPage title="Passes" actions={<AdminExport kind="PASSES" />}>
      <Loaded state={state}>
        {({ passes, passesOwed, passOffers }) => (
          <div className="stack">
            <Offers offers={passOffers.nodes} asksReason onChange={refresh} />
            <Sold passes={passes} owed={passesOwed} isAdmin onChange={refresh} />
          </div>
        )}
      </Loaded>
    </AdminPage>
  );
}
