import { useState } from 'react';
import { ChangeEmailDocument, ChangePasswordDocument, RequestEmailVerificationDocument } from '../generated/account.ts';
import type { AccountQuery } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { CodeField } from './code-field.tsx';

type Account = NonNullable<AccountQuery['viewer']>;

export function Email({ account: { email, emailVerifiedAt, totpEnabledAt } }: { account: Account }) {
  const change = useAct(ChangeEmailDocument);
  const verification = useAct(RequestEmailVerificationDocument);
  const [form, setForm] = useState(0);
  const submit = async ({ email = '', password = '', code }: Record<string, string>) => {
    const sent = await change.act({ email, password, code: code ?? null });
    if (!sent) return;
    notify(`A link is on its way to ${sent.sentTo}. Your e-mail changes when it is followed.`);
    setForm(form + 1);
  };
  const verify = async () => {
    const sent = await verification.act({});
    if (sent) notify(sent.sentTo ? `A link is on its way to ${sent.sentTo}.` : 'Your e-mail is confirmed already.');
  };
  return (
    <section className="card stack" aria-labelledby="email">
      <h2 id="email">E-mail</h2>
      <div className="row">
        <span>{email}</span>
        {emailVerifiedAt ? (
          <span className="badge good">Confirmed</span>
        ) : (
          <>
            <span className="badge warm">Not confirmed</span>
            <button type="button" className="small" onClick={verify} disabled={verification.isBusy}>
              Mail a link again
            </button>
          </>
        )}
      </div>
      <Refusal refusal={verification.refusal} />
      <Form key={form} onSubmit={submit} refusal={change.refusal}>
        <Field label="New e-mail" name="email" type="email" isRequired autoComplete="email" />
        <Field label="Present password" name="password" type="password" isRequired autoComplete="current-password" />
        {totpEnabledAt && <CodeField />}
        <button type="submit" disabled={change.isBusy}>
          Change the e-mail
        </button>
      </Form>
    </section>
  );
}

export function Password({ account: { totpEnabledAt } }: { account: Account }) {
  const { act, isBusy, refusal } = useAct(ChangePasswordDocument);
  const [form, setForm] = useState(0);
  const submit = async ({ currentPassword = '', newPassword = '', code }: Record<string, string>) => {
    if (!(await act({ currentPassword, newPassword, code: code ?? null }))) return;
    notify('The new password is set. Your other devices are signed out.');
    setForm(form + 1);
  };
  return (
    <section className="card stack" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <Form key={form} onSubmit={submit} refusal={refusal}>
        <Field
          label="Present password"
          name="currentPassword"
          type="password"
          isRequired
          autoComplete="current-password"
        />
        <Field
          label="New password"
          name="newPassword"
          type="password"
          isRequired
          minLength={10}
          maxLength={128}
          autoComplete="new-password"
          hint="At least 10 characters. Your other devices are signed out."
        />
        {totpEnabledAt && <CodeField />}
        <button type="submit" disabled={isBusy}>
          Change the password
        </button>
      </Form>
    </section>
  );
}
