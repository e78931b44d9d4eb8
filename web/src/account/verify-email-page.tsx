import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { VerifyEmailDocument } from '../generated/links.ts';
import { useAct } from '../graphql/hooks.ts';
import { Form } from '../parts/form.tsx';
import { Page } from '../parts/page.tsx';

/** Where the link of a mail leads. It takes a button, since mail programs open links in advance. */
export default function VerifyEmailPage() {
  const [parameters] = useSearchParams();
  const [isDone, setDone] = useState(false);
  const { act, isBusy, refusal } = useAct(VerifyEmailDocument);
  return (
    <Page title="Confirm your e-mail">
      <div className="card narrow stack">
        {isDone ? (
          <p role="status">
            Your e-mail is confirmed. <Link to="/">To the catalogue</Link>
          </p>
        ) : (
          <Form
            refusal={refusal}
            onSubmit={async () => setDone((await act({ token: parameters.get('token') ?? '' })) !== null)}
          >
            <button type="submit" className="primary" disabled={isBusy}>
              Confirm
            </button>
          </Form>
        )}
      </div>
    </Page>
  );
}
