import { useState } from 'react';
import { useClient } from 'urql';
import { DeleteAccountDocument } from '../generated/account.ts';
import { DataExportDocument } from '../generated/data.ts';
import { type Refusal as Reason, refusalOf, useAct } from '../graphql/hooks.ts';
import { tokens } from '../graphql/tokens.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { saveFile } from '../parts/save-file.ts';

/** Everything that is stored about this person, to take along or to delete. */
export function PersonalData() {
  const client = useClient();
  const [problem, setProblem] = useState<Reason | null>(null);
  const [isAsking, setAsking] = useState(false);
  const download = async () => {
    const { data, error } = await client.query(DataExportDocument, {}, { requestPolicy: 'network-only' }).toPromise();
    if (data) saveFile('shala.json', JSON.stringify(data.accountExport, null, 2), 'application/json');
    setProblem(data ? null : refusalOf(error));
  };
  return (
    <section className="card stack" aria-labelledby="data">
      <h2 id="data">Your data</h2>
      <p className="muted">Everything that is stored about you, as a file; or none of it any longer.</p>
      <Refusal refusal={problem} />
      <div className="actions">
        <button type="button" onClick={download}>
          Download my data
        </button>
        <button type="button" className="danger" onClick={() => setAsking(true)}>
          Delete the account…
        </button>
      </div>
      {isAsking && <Deletion onClose={() => setAsking(false)} />}
    </section>
  );
}

function Deletion({ onClose }: { onClose: () => void }) {
  const { act, isBusy, refusal } = useAct(DeleteAccountDocument);
  const submit = async ({ password = '' }: Record<string, string>) => {
    if (await act({ password })) tokens.forget('Your account is deleted.');
  };
  return (
    <Dialog title="Delete the account?" onClose={onClose}>
      <p>Your bookings are cancelled, your practice is deleted, and every device is signed out. It cannot be undone.</p>
      <Form onSubmit={submit} refusal={refusal}>
        <Field label="Password" name="password" type="password" isRequired autoComplete="current-password" autoFocus />
        <div className="actions">
          <button type="submit" className="danger" disabled={isBusy}>
            Delete it for good
          </button>
          <button type="button" onClick={onClose}>
            Go back
          </button>
        </div>
      </Form>
    </Dialog>
  );
}
