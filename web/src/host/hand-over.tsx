import { useState } from 'react';
import { useNavigate } from 'react-router';
import { HandOverDocument } from '../generated/check-in.ts';
import { useAct } from '../graphql/hooks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';

/** Gives a session to another host, who hosts it from then on. */
export function HandOver({ id, title }: { id: string; title: string }) {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal } = useAct(HandOverDocument);
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        Hand over…
      </button>
      {isAsking && (
        <Dialog title={`Hand ${title} over?`} onClose={() => setAsking(false)}>
          <p>
            The new host has it at once, with its bookings and what they paid. You, they and the people who booked are
            told by mail.
          </p>
          <Form
            refusal={refusal}
            onSubmit={async ({ username }) =>
              (await act({ input: { id, username: username ?? '' } })) && navigate('/host')
            }
          >
            <Field label="Username of the new host" name="username" isRequired autoFocus />
            <div className="actions">
              <button type="submit" className="danger" disabled={isBusy}>
                Hand it over
              </button>
              <button type="button" onClick={() => setAsking(false)}>
                Go back
              </button>
            </div>
          </Form>
        </Dialog>
      )}
    </>
  );
}
