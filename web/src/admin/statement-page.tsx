import { Link, useParams, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { StatementOfAccountDocument } from '../generated/statement.ts';
import { thisMonth } from '../parts/days.ts';
import { Loaded } from '../parts/page.tsx';
import { MonthLinks, nameOfMonth, Statement } from '../parts/statement.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { AdminExport } from './admin-export.tsx';
import { AdminPage } from './admin-frame.tsx';

/** What any host earned in a month, for admins. */
export default function AdminStatementPage() {
  const { id = '' } = useParams();
  const { viewer } = useViewer();
  const asked = useSearchParams()[0].get('month') ?? '';
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? `${asked}-01` : thisMonth(viewer?.timeZone ?? 'UTC');
  const [state] = useQuery({ query: StatementOfAccountDocument, variables: { id, month } });
  const host = state.data?.account?.user;
  return (
    <AdminPage
      title={`Statement of ${nameOfMonth(month)}`}
      actions={host && <AdminExport kind="STATEMENT" more={{ month, hostId: host.id }} />}
    >
      <MonthLinks month={month} to={(other) => `?month=${other}`} />
      <Loaded state={state} isByAddress>
        {({ account }) =>
          account?.hostStatement ? (
            <>
              <p>
                Of <Link to={`/admin/accounts/${encodeURIComponent(account.id)}`}>{account.user.displayName}</Link>
              </p>
              <Statement statement={account.hostStatement} />
            </>
          ) : (
            <p className="card">There is no such account.</p>
          )
        }
      </Loaded>
    </AdminPage>
  );
}
