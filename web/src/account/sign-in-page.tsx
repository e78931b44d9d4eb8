import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { SignInDocument } from '../generated/tokens.ts';
import { useAct, useIdentity } from '../graphql/hooks.ts';
import { tokens } from '../graphql/tokens.ts';
import { Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';

/** Where a person goes after signing in: an address of this studio, whatever a link says. */
export function useNext(): string {
  const [parameters] = useSearchParams();
  const next = parameters.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

export default function SignInPage() {
  const next = useNext();
  const navigate = useNavigate();
  const identity = useIdentity();
  const { act, isBusy, refusal } = useAct(SignInDocument);
  if (identity.status === 'signedIn') return <Navigate to={next} replace />;
  const signIn = async ({ login = '', password = '' }: Record<string, string>) => {
    const signed = await act({ input: { login, password, refreshTokenInCookie: true } });
    if (!signed) return;
    const evicted = signed.evictedDeviceSessions.map(({ deviceName }) => deviceName).join(', ');
    if (evicted) notify(`Signed out to stay within the limit of devices: ${evicted}`);
    void navigate(next, { replace: true });
    tokens.accept(signed);
  };
  const reason = refusal?.__typename === 'AccountSuspendedError' && (refusal as { reason?: string | null }).reason;
  return (
    <Page title="Sign in">
      <div className="card narrow stack">
        <Form
          onSubmit={signIn}
          refusal={refusal && reason ? { ...refusal, message: `${refusal.message} Reason: ${reason}` } : refusal}
        >
          <Field label="E-mail or username" name="login" isRequired autoComplete="username" />
          <Field label="Password" name="password" type="password" isRequired autoComplete="current-password" />
          <button type="submit" className="primary" disabled={isBusy}>
            {isBusy ? 'Signing in…' : 'Sign in'}
          </button>
        </Form>
        <p>
          <Link to="/forgot-password">Forgot the password?</Link>
        </p>
        <p>
          New here? <Link to={`/register?next=${encodeURIComponent(next)}`}>Register</Link>
        </p>
      </div>
    </Page>
  );
}
