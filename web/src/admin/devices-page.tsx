import { Link } from 'react-router';
import { useQuery } from 'urql';
import { Device } from '../account/devices.tsx';
import { AllDevicesDocument } from '../generated/admin.ts';
import { Empty, Loaded, Shape } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { count } from '../parts/words.ts';
import { AdminPage } from './admin-frame.tsx';
import { EndDevice } from './devices-of.tsx';
import { EnumFilter, SearchFilter, useFilter } from './filters.tsx';

/** Everybody's devices. */
export default function DevicesPage() {
  const [search] = useFilter('q');
  const [state] = useFilter('state');
  const filter = { ...(search && { search }), ...(state && { active: state === 'SIGNED_IN' }) };
  const [found] = useQuery({ query: AllDevicesDocument, variables: { ...usePaging(20), filter } });
  return (
    <AdminPage title="Devices">
      <search className="card form">
        <div className="pair">
          <SearchFilter label="Person, device or address" />
          <EnumFilter name="state" label="State" values={['SIGNED_IN', 'ENDED']} />
        </div>
      </search>
      <Loaded state={found} shape={<Shape card lines={8} />}>
        {({ deviceSessions: { nodes, totalCount, pageInfo } }) => (
          <section className="card stack" aria-label="Devices">
            <p className="muted" role="status">
              {count(totalCount, 'device')}
            </p>
            {nodes.length === 0 && <Empty>There is none.</Empty>}
            <ul className="lines">
              {nodes.map((device) => (
                <li key={device.id} className="row between">
                  <div>
                    <Link to={`/admin/accounts/${encodeURIComponent(device.account.id)}`}>
                      {device.account.user.displayName}
                    </Link>
                    <Device {...device} />
                  </div>
                  {device.isActive && !device.isCurrent && <EndDevice device={device} />}
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
