import { useQuery } from 'urql';
import { AuditDocument } from '../generated/admin.ts';
import { Empty, Loaded, Shape } from '../parts/page.tsx';
import { Pager, usePaging } from '../parts/paging.tsx';
import { Moment } from '../parts/time.tsx';
import { count } from '../parts/words.ts';
import { AdminExport } from './admin-export.tsx';
import { AdminPage } from './admin-frame.tsx';
import { EnumFilter, SearchFilter, useFilter } from './filters.tsx';

/** Who did what, and why. */
export default function AuditPage() {
  const [action] = useFilter('action');
  const [outcome] = useFilter('outcome');
  const filter = { ...(action && { action: [action] }), ...(outcome && { refused: outcome === 'REFUSED' }) };
  const [state] = useQuery({ query: AuditDocument, variables: { ...usePaging(25), filter } });
  return (
    <AdminPage title="Audit" actions={<AdminExport kind="AUDIT" />}>
      <search className="card form">
        <div className="pair">
          <SearchFilter name="action" label="Action, like account.suspended" />
          <EnumFilter name="outcome" label="Outcome" values={['DONE', 'REFUSED']} />
        </div>
      </search>
      <Loaded state={state} shape={<Shape card lines={10} />}>
        {({ auditEvents: { nodes, totalCount, pageInfo } }) => (
          <section className="card stack" aria-label="Audit">
            <p className="muted" role="status">
              {count(totalCount, 'event')}
            </p>
            {nodes.length === 0 && <Empty>There is none.</Empty>}
            <ul className="lines">
              {nodes.map(({ id, action, occurredAt, actor, reason, refusal, targetType, ipAddress, details }) => (
                <li key={id} className="stack tight">
                  <span className="row between">
                    <strong>{action}</strong>
                    <span className="muted fine">
                      <Moment at={occurredAt} />
                    </span>
                  </span>
                  <span className="fine">
                    {actor?.displayName ?? 'Nobody signed in'} · {targetType}
                    {ipAddress && ` · ${ipAddress}`}
                    {refusal && <span className="badge bad">{refusal}</span>}
                  </span>
                  {reason && <span className="fine">“{reason}”</span>}
                  {details && <code className="muted fine details">{details}</code>}
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
