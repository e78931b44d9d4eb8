import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ResetPasswordDocument } from '../generated/links.ts';
import { useAct } from '../graphql/hooks.ts';
import { Field, Form } from '../parts/form.tsx';
import { Page } from '../parts/page.tsx';
import { CodeField } from './code-field.tsx';

/** Where the link of a mail leads. */
export default function ResetPasswordPage() {
  const [parameters] = useSearchParams();
  const [isSet, setSet] = useState(false);
  const { act, isBusy, refusal } = useAct(ResetPasswordDocument);
  const [takesCode, setTakesCode] = useState(false);
  if (refusal?.code === 'CODE_REQUIRED' && !takesCode) setTakesCode(true);
  const reset = async ({ newPassword = '', code }: Record<string, string>) => {
    if (await act({ token: parameters.get('token') ?? '', newPassword, code: code ?? null })) setSet(true);
  };
  return (
    <Page title="Choose a new password">
      <div className="card narrow stack">
        {isSet ? (
          <p role="status">
            The new password is set, and every device is signed out. <Link to="/sign-in">Sign in with it</Link>
          </p>
        ) : (
          <Form onSubmit={reset} refusal={refusal}>
            <Field
              label="New password"
              name="newPassword"
              type="password"
              isRequired
              minLength={10}
              maxLength={128}
              autoComplete="new-password"
              hint="At least 10 characters"
            />
            {takesCode && <CodeField autoFocus />}
            <button type="submit" className="primary" disabled={isBusy}>
              Set the password
            </button>
          </Form>
        )}
      </div>
    </Page>
  );
}
