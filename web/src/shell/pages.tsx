import { lazy, type ReactNode, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { useIdentity } from '../graphql/hooks.ts';
import { Page, Shape } from '../parts/page.tsx';
import { Failure } from './failure.tsx';

const Catalogue = lazy(() => import('../catalogue/catalogue-page.tsx'));
const Session = lazy(() => import('../session/session-page.tsx'));
const Room = lazy(() => import('../room/room-page.tsx'));
const Join = lazy(() => import('../room/join-page.tsx'));
const SignIn = lazy(() => import('../account/sign-in-page.tsx'));
const Register = lazy(() => import('../account/register-page.tsx'));
const ForgotPassword = lazy(() => import('../account/forgot-password-page.tsx'));
const ResetPassword = lazy(() => import('../account/reset-password-page.tsx'));
const VerifyEmail = lazy(() => import('../account/verify-email-page.tsx'));
const Account = lazy(() => import('../account/account-page.tsx'));
const Dashboard = lazy(() => import('../host/dashboard-page.tsx'));
const HostedSessions = lazy(() => import('../host/sessions-page.tsx'));
const SessionForm = lazy(() => import('../host/session-form-page.tsx'));
const SeriesForm = lazy(() => import('../host/series-form-page.tsx'));
const CheckIn = lazy(() => import('../host/check-in-page.tsx'));
const Money = lazy(() => import('../host/money-page.tsx'));
const Mine = lazy(() => import('../mine/mine-page.tsx'));
const Practice = lazy(() => import('../practice/practice-page.tsx'));
const Overview = lazy(() => import('../admin/overview-page.tsx'));
const Accounts = lazy(() => import('../admin/accounts-page.tsx'));
const AdminAccount = lazy(() => import('../admin/account-page.tsx'));
const Devices = lazy(() => import('../admin/devices-page.tsx'));
const Sessions = lazy(() => import('../admin/sessions-page.tsx'));
const Audit = lazy(() => import('../admin/audit-page.tsx'));
const Deliveries = lazy(() => import('../admin/deliveries-page.tsx'));

/** Every address of the studio. Each page is loaded when it is first opened. */
export function Pages() {
  const { pathname } = useLocation();
  return (
    <Failure address={pathname}>
      <Suspense fallback={<Shape lines={8} />}>
        <Routes>
          <Route path="/" element={<Catalogue />} />
          <Route path="/sessions/:id" element={<Session />} />
          <Route path="/sessions/:id/room" element={<ForPeople page={<Room />} />} />
          <Route path="/join/:code?" element={<Join />} />
          <Route path="/sign-in" element={<SignIn />} />
          <Route path="/register" element={<Register />} />
          <Route path="/forgot-password" element={<ForgotPassword />} />
          <Route path="/reset-password" element={<ResetPassword />} />
          <Route path="/verify-email" element={<VerifyEmail />} />
          <Route path="/account" element={<ForPeople page={<Account />} />} />
          <Route path="/mine" element={<ForPeople page={<Mine />} />} />
          <Route path="/practice" element={<ForPeople page={<Practice />} />} />
          <Route path="/host" element={<ForPeople page={<Dashboard />} />} />
          <Route path="/host/sessions" element={<ForPeople page={<HostedSessions />} />} />
          <Route path="/host/sessions/new" element={<ForPeople page={<SessionForm />} />} />
          <Route path="/host/sessions/:id" element={<ForPeople page={<CheckIn />} />} />
          <Route path="/host/sessions/:id/edit" element={<ForPeople page={<SessionForm />} />} />
          <Route path="/host/series/new" element={<ForPeople page={<SeriesForm />} />} />
          <Route path="/host/series/:id" element={<ForPeople page={<SeriesForm />} />} />
          <Route path="/host/money" element={<ForPeople page={<Money />} />} />
          <Route path="/admin" element={<ForPeople page={<Overview />} />} />
          <Route path="/admin/accounts" element={<ForPeople page={<Accounts />} />} />
          <Route path="/admin/accounts/:id" element={<ForPeople page={<AdminAccount />} />} />
          <Route path="/admin/devices" element={<ForPeople page={<Devices />} />} />
          <Route path="/admin/sessions" element={<ForPeople page={<Sessions />} />} />
          <Route path="/admin/audit" element={<ForPeople page={<Audit />} />} />
          <Route path="/admin/deliveries" element={<ForPeople page={<Deliveries />} />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Failure>
  );
}

/** A page for people who are signed in; others sign in first, and come back. */
function ForPeople({ page }: { page: ReactNode }) {
  const identity = useIdentity();
  const { pathname, search } = useLocation();
  if (identity.status === 'signedIn') return page;
  return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
}

function NotFound() {
  return (
    <Page title="There is nothing here">
      <p>The address may be mistyped, or what was here is gone. The catalogue has everything that can be booked.</p>
    </Page>
  );
}
