import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser';
import { useState } from 'react';
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from 'react-router';
import {
  BeginPasskeySignInDocument,
  SignInDocument,
  SignInWithCodeDocument,
  SignInWithPasskeyDocument,
} from '../generated/tokens.ts';
import type { SignedFragment } from '../generated/types.ts';
import { type Refusal as Reason, useAct, useIdentity } from '../graphql/hooks.ts';
import { tokens } from '../graphql/tokens.ts';
import { Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { CodeField } from './code-field.tsx';

/** Where a person goes after signing in: an address of this studio, whatever a link says. */
export function useNext(): string {
  const [parameters] = useSearchParams();
  const next = parameters.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

type Accept = (signed: SignedFragment) => void;

export default function SignInPage() {
  const next = useNext();
  const navigate = useNavigate();
  const identity = useIdentity();
  const { state } = useLocation();
  const { act, isBusy, refusal, dismiss } = useAct(SignInDocument);
  if (identity.status === 'signedIn') return <Navigate to={next} replace />;
  // The page before was left as its connection ended. Only now is it known that the person signed out.
  if (identity.status === 'visitor' && identity.hasLeft && state?.isLed) return <Navigate to="/" replace />;
  const accept: Accept = (signed) => {
    const evicted = signed.evictedDeviceSessions.map(({ deviceName }) => deviceName).join(', ');
    if (evicted) notify(`Signed out to stay within the limit of devices: ${evicted}`);
    void navigate(next, { replace: true });
    tokens.accept(signed);
  };
  const signIn = async ({ login = '', password = '' }: Record<string, string>) => {
    const signed = await act({ input: { login, password, refreshTokenInCookie: true } });
    if (signed) accept(signed);
  };
  const challenge = challengeOf(refusal);
  return (
    <Page title="Sign in">
      <div className="card narrow stack">
        {challenge ? (
          <SecondStep challenge={challenge} onSigned={accept} onBegin={dismiss} />
        ) : (
          <>
            <Form onSubmit={signIn} refusal={withReason(refusal)}>
              <Field label="E-mail or username" name="login" isRequired autoComplete="username webauthn" />
              <Field label="Password" name="password" type="password" isRequired autoComplete="current-password" />
              <button type="submit" className="primary" disabled={isBusy}>
                {isBusy ? 'Signing in…' : 'Sign in'}
              </button>
            </Form>
            {browserSupportsWebAuthn() && <PasskeySignIn onSigned={accept} />}
            <p>
              <Link to="/forgot-password">Forgot the password?</Link>
            </p>
            <p>
              New here? <Link to={`/register?next=${encodeURIComponent(next)}`}>Register</Link>
            </p>
          </>
        )}
      </div>
    </Page>
  );
}

/** The code that follows the password, where the account asks for one. */
function SecondStep({ challenge, onSigned, onBegin }: { challenge: string; onSigned: Accept; onBegin: () => void }) {
  const { act, isBusy, refusal } = useAct(SignInWithCodeDocument);
  const signIn = async ({ code = '' }: Record<string, string>) => {
    const signed = await act({ input: { challenge, code, refreshTokenInCookie: true } });
    if (signed) onSigned(signed);
  };
  return (
    <>
      <p role="status">The password is right. Now say a code.</p>
      <Form onSubmit={signIn} refusal={refusal}>
        <CodeField autoFocus />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            {isBusy ? 'Signing in…' : 'Sign in'}
          </button>
          <button type="button" onClick={onBegin}>
            Begin again
          </button>
        </div>
      </Form>
      <p className="muted fine">
        The app is lost, and the recovery codes are, too? An admin of the studio can reset them.
      </p>
    </>
  );
}

function PasskeySignIn({ onSigned }: { onSigned: Accept }) {
  const beginning = useAct(BeginPasskeySignInDocument);
  const completion = useAct(SignInWithPasskeyDocument);
  const [problem, setProblem] = useState<Reason | null>(null);
  const signIn = async () => {
    setProblem(null);
    const begun = await beginning.act({});
    if (!begun) return;
    let credential: object;
    try {
      credential = await startAuthentication({ optionsJSON: begun.options as never });
    } catch (error) {
      const isStopped = (error as { name?: string }).name === 'NotAllowedError';
      const message = isStopped
        ? 'Nobody was signed in: the browser was told to stop, waited too long, or has no passkey for this studio.'
        : 'The browser cannot use a passkey here.';
      return setProblem({ code: 'PASSKEY', message });
    }
    const signed = await completion.act({ input: { credential, refreshTokenInCookie: true } });
    if (signed) onSigned(signed);
  };
  return (
    <>
      <button type="button" onClick={signIn} disabled={beginning.isBusy || completion.isBusy}>
        Sign in with a passkey
      </button>
      <Refusal refusal={problem ?? beginning.refusal ?? withReason(completion.refusal)} />
    </>
  );
}

function challengeOf(refusal: Reason | null): string | null {
  return refusal?.code === 'SECOND_FACTOR_REQUIRED' ? (refusal as Reason & { challenge: string }).challenge : null;
}

/** A refusal with the reason that an admin gave for a suspension. */
function withReason(refusal: Reason | null): Reason | null {
  const { reason } = (refusal ?? {}) as { reason?: string | null };
  return refusal && reason ? { ...refusal, message: `${refusal.message} Reason: ${reason}` } : refusal;
}
