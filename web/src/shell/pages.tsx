import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { matchPath, Navigate, Route, Routes, useLocation } from 'react-router';
import Catalogue from '../catalogue/catalogue-page.tsx';
import { useIdentity } from '../graphql/hooks.ts';
import { Page, Shape } from '../parts/page.tsx';
import { Failure } from './failure.tsx';
import { type LazyPage, pageOf } from './page-of.tsx';
import { useViewer } from './viewer.tsx';

/** Pages for everybody, by their addresses. The catalogue, which most people open first, is loaded at once. */
const open: Record<string, LazyPage> = {
  '/sessions/:id': pageOf(() => import('../session/session-page.tsx')),
  '/passes': pageOf(() => import('../passes/passes-page.tsx')),
  '/join/:code?': pageOf(() => import('../room/join-page.tsx')),
  '/sign-in': pageOf(() => import('../account/sign-in-page.tsx')),
  '/register': pageOf(() => import('../account/register-page.tsx')),
  '/forgot-password': pageOf(() => import('../account/forgot-password-page.tsx')),
  '/reset-password': pageOf(() => import('../account/reset-password-page.tsx')),
  '/guest-bookings/:token': pageOf(() => import('../guest/guest-booking-page.tsx')),
  '/verify-email': pageOf(() => import('../account/verify-email-page.tsx')),
};

/** Pages for people who are signed in. */
const personal: Record<string, LazyPage> = {
  '/sessions/:id/room': pageOf(() => import('../room/room-page.tsx')),
  '/mine': pageOf(() => import('../mine/mine-page.tsx')),
  '/passes/mine': pageOf(() => import('../passes/my-passes-page.tsx')),
  '/practice': pageOf(() => import('../practice/practice-page.tsx')),
  '/account': pageOf(() => import('../account/account-page.tsx')),
  '/host': pageOf(() => import('../host/dashboard-page.tsx')),
  '/host/sessions': pageOf(() => import('../host/sessions-page.tsx')),
  '/host/sessions/new': pageOf(() => import('../host/session-form-page.tsx')),
  '/host/sessions/:id': pageOf(() => import('../host/check-in-page.tsx')),
  '/host/sessions/:id/edit': pageOf(() => import('../host/session-form-page.tsx')),
  '/host/series/new': pageOf(() => import('../host/series-form-page.tsx')),
  '/host/series/:id': pageOf(() => import('../host/series-form-page.tsx')),
  '/host/money': pageOf(() => import('../host/money-page.tsx')),
  '/host/money/:month': pageOf(() => import('../host/statement-page.tsx')),
  '/host/passes': pageOf(() => import('../host/passes-page.tsx')),
  '/host/codes': pageOf(() => import('../host/codes-page.tsx')),
  '/admin': pageOf(() => import('../admin/overview-page.tsx')),
  '/admin/accounts': pageOf(() => import('../admin/accounts-page.tsx')),
  '/admin/accounts/:id': pageOf(() => import('../admin/account-page.tsx')),
  '/admin/accounts/:id/statement': pageOf(() => import('../admin/statement-page.tsx')),
  '/admin/devices': pageOf(() => import('../admin/devices-page.tsx')),
  '/admin/sessions': pageOf(() => import('../admin/sessions-page.tsx')),
  '/admin/passes': pageOf(() => import('../admin/passes-page.tsx')),
  '/admin/codes': pageOf(() => import('../admin/codes-page.tsx')),
  '/admin/audit': pageOf(() => import('../admin/audit-page.tsx')),
  '/admin/import': pageOf(() => import('../admin/import-page.tsx')),
  '/admin/deliveries': pageOf(() => import('../admin/deliveries-page.tsx')),
  '/admin/webhooks': pageOf(() => import('../admin/webhooks-page.tsx')),
};

/** The page of the address with which the studio was opened, on its way while the rest begins. */
const first = Object.entries({ ...open, ...personal }).find(([path]) => matchPath(path, location.pathname))?.[1];
let isFirstLoaded = first === undefined;
const loadingFirst = first?.load().catch(() => {
  // Rendering tries again, and shows why it fails.
});

/** Every address of the studio. */
export function Pages() {
  const { pathname } = useLocation();
  const [isReady, setReady] = useState(isFirstLoaded);
  useEffect(() => {
    void loadingFirst?.then(() => {
      isFirstLoaded = true;
      setReady(true);
    });
  }, []);
  if (!isReady) return <Shape lines={8} />;
  return (
    <Failure address={pathname}>
      <Suspense fallback={<Shape lines={8} />}>
        <Routes>
          <Route path="/" element={<Catalogue />} />
          {Object.entries(open).map(([path, { Page }]) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
          {Object.entries(personal).map(([path, { Page }]) => (
            <Route key={path} path={path} element={<ForPeople page={<Page />} />} />
          ))}
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Failure>
  );
}

/** A page for people who are signed in; others sign in first, and come back. */
function ForPeople({ page }: { page: ReactNode }) {
  const identity = useIdentity();
  const { isLoading } = useViewer();
  const { pathname, search } = useLocation();
  // Pages ask for days and months in the person's zone.
  if (isLoading) return <Shape lines={8} />;
  if (identity.status === 'signedIn') return page;
  // The next person on this device is not led to what the one before looked at.
  if (identity.status === 'visitor' && identity.hasLeft) return <Navigate to="/" replace />;
  return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} state={{ isLed: true }} replace />;
}

function NotFound() {
  return (
    <Page title="There is nothing here">
      <p>The address may be mistyped, or what was here is gone. The catalogue has everything that can be booked.</p>
    </Page>
  );
}
