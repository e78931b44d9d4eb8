import { useState } from 'react';
import { RequestPasswordResetDocument } from '../generated/links.ts';
import { useAct } from '../graphql/hooks.ts';
import { Field, Form } from '../parts/form.tsx';
import { Page } from '../parts/page.tsx';
import { formatSeconds } from '../parts/time.tsx';

export default function ForgotPasswordPage() {
  const [seconds, setSeconds] = useState<number | null>(null);
  const { act, isBusy, refusal } = useAct(RequestPasswordResetDocument);
  const request = async ({ login = '' }: Record<string, string>) => {
    const sent = await act({ login });
    if (sent) setSeconds(sent.linkSeconds);
  };
  return (
    <Page title="Choose a new password">
      <div className="card narrow stack">
        {seconds === null ? (
          <Form onSubmit={request} refusal={refusal}>
            <Field label="E-mail or username" name="login" isRequired autoComplete="username" />
            <button type="submit" className="primary" disabled={isBusy}>
              Mail me a link
            </button>
          </Form>
        ) : (
          <p role="status">
            If there is such an account, a link is on its way to its e-mail. It works for {formatSeconds(seconds)}.
          </p>
        )}
      </div>
    </Page>
  );
}
