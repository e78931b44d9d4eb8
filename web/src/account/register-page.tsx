import { Link, Navigate, useNavigate } from 'react-router';
import { RegisterDocument } from '../generated/tokens.ts';
import type { Role } from '../generated/types.ts';
import { useAct, useIdentity } from '../graphql/hooks.ts';
import { tokens } from '../graphql/tokens.ts';
import { Check, Field, Form } from '../parts/form.tsx';
import { Page } from '../parts/page.tsx';
import { useNext } from './sign-in-page.tsx';

export default function RegisterPage() {
  const next = useNext();
  const navigate = useNavigate();
  const identity = useIdentity();
  const { act, isBusy, refusal } = useAct(RegisterDocument);
  if (identity.status === 'signedIn') return <Navigate to={next} replace />;
  const register = async ({
    email = '',
    username = '',
    password = '',
    firstName,
    lastName,
    host,
  }: Record<string, string>) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const role: Role = host ? 'CREATOR' : 'USER';
    const names = { firstName: firstName || null, lastName: lastName || null };
    const signed = await act({
      input: { email, username, password, ...names, role, timeZone, refreshTokenInCookie: true },
    });
    if (!signed) return;
    void navigate(next, { replace: true });
    tokens.accept(signed);
  };
  return (
    <Page title="Register">
      <div className="card narrow stack">
        <Form onSubmit={register} refusal={refusal}>
          <Field label="E-mail" name="email" type="email" isRequired autoComplete="email" />
          <Field
            label="Username"
            name="username"
            isRequired
            autoComplete="username"
            hint="3 to 30 letters, digits, _, . or -"
          />
          <div className="pair">
            <Field label="First name" name="firstName" autoComplete="given-name" maxLength={60} />
            <Field label="Last name" name="lastName" autoComplete="family-name" maxLength={60} />
          </div>
          <Field
            label="Password"
            name="password"
            type="password"
            isRequired
            minLength={10}
            maxLength={128}
            autoComplete="new-password"
            hint="At least 10 characters"
          />
          <Check name="host" label="I host sessions for others, and list them in the catalogue" />
          <button type="submit" className="primary" disabled={isBusy}>
            {isBusy ? 'Registering…' : 'Register'}
          </button>
        </Form>
        <p>
          Registered already? <Link to={`/sign-in?next=${encodeURIComponent(next)}`}>Sign in</Link>
        </p>
      </div>
    </Page>
  );
}
