import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { AdminAccountDocument } from '../generated/admin.ts';
import type { AdminAccountQuery } from '../generated/types.ts';
import { Loaded } from '../parts/page.tsx';
import { Moment } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';
import { AdminPage } from './admin-frame.tsx';
import { DevicesOf } from './devices-of.tsx';
import { Moderation } from './moderation.tsx';

type Account = NonNullable<AdminAccountQuery['account']>;

/** One person as admins see them. */
export default function AdminAccountPage() {
  const { id = '' } = useParams();
  const [state, again] = useQuery({ query: AdminAccountDocument, variables: { id } });
  const refresh = () => again({ requestPolicy: 'network-only' });
  return (
    <AdminPage title={state.data?.account?.user.displayName ?? 'Account'}>
      <Loaded state={state} isByAddress>
        {({ account }) =>
          account ? (
            <div className="aside">
              <div className="stack">
                <DevicesOf accountId={account.id} devices={account.deviceSessions} onChange={refresh} />
                <Bookings account={account} />
              </div>
              <div className="stack">
                <Facts account={account} />
                <Moderation account={account} />
              </div>
            </div>
          ) : (
            <p className="card">There is no such account.</p>
          )
        }
      </Loaded>
    </AdminPage>
  );
}

function Facts({ account }: { account: Account }) {
  const { email, emailVerifiedAt, role, status, createdAt, timeZone, user } = account;
  const { totpEnabledAt, recoveryCodesLeft, passkeys } = account;
  return (
    <section className="card stack" aria-labelledby="facts">
      <h2 id="facts">@{user.username}</h2>
      <dl className="facts">
        <dt>E-mail</dt>
        <dd>
          {email} <span className="muted">({emailVerifiedAt ? 'confirmed' : 'not confirmed'})</span>
        </dd>
        <dt>Role</dt>
        <dd>{words(role)}</dd>
        <dt>Status</dt>
        <dd>
          <span className={`badge ${status === 'SUSPENDED' ? 'bad' : 'good'}`}>{words(status)}</span>
        </dd>
        <dt>Since</dt>
        <dd>
          <Moment at={createdAt} />
        </dd>
        <dt>Authenticator app</dt>
        <dd>{totpEnabledAt ? `on, ${count(recoveryCodesLeft, 'recovery code')} left` : 'off'}</dd>
        <dt>Passkeys</dt>
        <dd>{passkeys.map(({ name }) => name).join(', ') || 'none'}</dd>
        <dt>Zone</dt>
        <dd>{timeZone}</dd>
      </dl>
      {role !== 'USER' && (
        <Link to={`/admin/accounts/${encodeURIComponent(account.id)}/statement`}>Statement of the month</Link>
      )}
    </section>
  );
}

function Bookings({ account: { bookings, hostedSessions } }: { account: Account }) {
  return (
    <section className="card stack" aria-labelledby="bookings">
      <h2 id="bookings">Bookings and sessions</h2>
      <p className="muted">
        {bookings.totalCount} bookings, {hostedSessions.totalCount} sessions hosted and to come
      </p>
      <ul className="lines">
        {bookings.nodes.map(({ id, status, session }) => (
          <li key={id} className="row between">
            <span>
              <Link to={`/sessions/${encodeURIComponent(session.id)}`}>{session.title}</Link>{' '}
              <span className="muted fine">
                <Moment at={session.startsAt} />
              </span>
            </span>
            <span className="badge">{words(status)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
