import { Link } from 'react-router';
import { useQuery } from 'urql';
import { AccountsDocument } from '../generated/admin.ts';
import { Empty, Loaded, Shape } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { Moment } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { AdminExport } from './admin-export.tsx';
import { AdminPage } from './admin-frame.tsx';
import { EnumFilter, oneOf, SearchFilter, useFilter } from './filters.tsx';

const roles = ['USER', 'CREATOR', 'ADMIN'] as const;
const statuses = ['ACTIVE', 'SUSPENDED'] as const;

export default function AccountsPage() {
  const [search] = useFilter('q');
  const role = oneOf(useFilter('role')[0], roles);
  const status = oneOf(useFilter('status')[0], statuses);
  const filter = { ...(search && { search }), ...(role && { role: [role] }), ...(status && { status: [status] }) };
  const [state] = useQuery({ query: AccountsDocument, variables: { ...usePaging(20), filter } });
  return (
    <AdminPage title="Accounts" actions={<AdminExport kind="ACCOUNTS" />}>
      <search className="card form">
        <div className="pair">
          <SearchFilter label="Name, username or e-mail" />
          <EnumFilter name="role" label="Role" values={roles} />
          <EnumFilter name="status" label="Status" values={statuses} />
        </div>
      </search>
      <Loaded state={state} shape={<Shape card lines={8} />}>
        {({ accounts: { nodes, totalCount, pageInfo } }) => (
          <section className="card stack" aria-label="Accounts">
            <p className="muted" role="status">
              {count(totalCount, 'account')}
            </p>
            {nodes.length === 0 && <Empty>Nobody is like that.</Empty>}
            <ul className="lines">
              {nodes.map(({ id, email, user, role, status, createdAt, deviceSessions }) => (
                <li key={id} className="row between">
                  <span>
                    <Link to={`/admin/accounts/${encodeURIComponent(id)}`}>{user.displayName}</Link>{' '}
                    <span className="muted">@{user.username}</span>
                    <br />
                    <span className="muted fine">
                      {email} · since <Moment at={createdAt} />
                    </span>
                  </span>
                  <span className="row">
                    <span className="muted fine">{count(deviceSessions.length, 'device')}</span>
                    <span className="badge">{words(role)}</span>
                    {status === 'SUSPENDED' && <span className="badge bad">Suspended</span>}
                  </span>
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
