import { useState } from 'react';
import { DeleteAccountDocument } from '../generated/account.ts';
import type { FactorsFragment } from '../generated/types.ts';
import { type Refusal as Reason, useAct } from '../graphql/hooks.ts';
import { tokens } from '../graphql/tokens.ts';
import { Refusal } from '../parts/refusal.tsx';
import { saveOwnData } from './own-data.ts';
import { ProofDialog } from './proof-dialog.tsx';

/** Everything that is stored about this person, to take along or to delete. */
export function PersonalData({ account: { totpEnabledAt } }: { account: FactorsFragment }) {
  const [problem, setProblem] = useState<Reason | null>(null);
  const [isAsking, setAsking] = useState(false);
  const download = async () => setProblem(await saveOwnData());
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
      {isAsking && <Deletion takesCode={totpEnabledAt !== null} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Deletion({ takesCode, onClose }: { takesCode: boolean; onClose: () => void }) {
  const { act, isBusy, refusal } = useAct(DeleteAccountDocument);
  const submit = async ({ password, code }: { password: string; code: string }) => {
    if (await act({ password, code: code || null })) tokens.signOut('Your account is deleted.');
  };
  return (
    <ProofDialog
      title="Delete the account?"
      text="Your bookings are cancelled, your practice is deleted, and every device is signed out. It cannot be undone."
      action="Delete it for good"
      isDangerous
      takesCode={takesCode}
      refusal={refusal}
      isBusy={isBusy}
      onConfirm={submit}
      onClose={onClose}
    />
  );
}
