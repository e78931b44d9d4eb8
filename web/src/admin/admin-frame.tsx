import type { ReactNode } from 'react';
import { Link, NavLink } from 'react-router';
import { useActiveInView } from '../parts/in-view.ts';
import { Page } from '../parts/page.tsx';
import { useViewer } from '../shell/viewer.tsx';

const sections = [
  ['/admin', 'Overview'],
  ['/admin/accounts', 'Accounts'],
  ['/admin/devices', 'Devices'],
  ['/admin/sessions', 'Sessions'],
  ['/admin/import', 'Import'],
  ['/admin/passes', 'Passes'],
  ['/admin/codes', 'Codes'],
  ['/admin/audit', 'Audit'],
  ['/admin/deliveries', 'Deliveries'],
  ['/admin/webhooks', 'Webhooks'],
] as const;

interface AdminPageProps {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of the admins, with the way to the others. */
export function AdminPage({ title, actions, children }: AdminPageProps) {
  const tabs = useActiveInView<HTMLElement>();
  return (
    <Page title={title} over="Admin" actions={actions}>
      <nav ref={tabs} className="tabs" aria-label="Admin">
        {sections.map(([to, label]) => (
          <NavLink key={to} to={to} end={to === '/admin'}>
            {label}
          </NavLink>
        ))}
      </nav>
      <Admitted>{children}</Admitted>
    </Page>
  );
}

/** The page for an admin; for anybody else, and for an admin who lacks what the studio asks of admins, why it is not shown. */
function Admitted({ children }: { children: ReactNode }) {
  const { viewer } = useViewer();
  if (viewer && viewer.role !== 'ADMIN') return <p className="card">These pages are for admins.</p>;
  if (viewer?.isTotpRequired && !viewer.totpEnabledAt)
    return (
      <p className="card">
        Admins need an authenticator app here. <Link to="/account">Set one up in your account</Link>, then come back.
      </p>
    );
  return children;
}
