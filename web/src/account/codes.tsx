import { useState } from 'react';
import {
  BeginCodesDocument,
  ConfirmCodesDocument,
  DisableCodesDocument,
  RenewRecoveryCodesDocument,
} from '../generated/factors.ts';
import type { FactorsFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { copy } from '../parts/copy.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { QrDrawing } from '../parts/qr-code.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Moment } from '../parts/time.tsx';
import { count } from '../parts/words.ts';
import { asksForPassword, ProofDialog } from './proof-dialog.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Question = 'disable' | 'renew';

/** Whether signing in by password takes a code of an authenticator app. */
export function Codes({ account }: { account: FactorsFragment }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { totpEnabledAt, isTotpRequired, recoveryCodesLeft } = account;
  return (
    <section className="card stack" aria-labelledby="codes">
      <h2 id="codes">Authenticator app</h2>
      {totpEnabledAt ? (
        <>
          <p>
            <span className="badge good">On</span> since <Moment at={totpEnabledAt} />. Signing in by password takes a
            code.
          </p>
          <p className={recoveryCodesLeft < 3 ? 'warm' : 'muted'}>{count(recoveryCodesLeft, 'recovery code')} left.</p>
          <div className="actions">
            <button type="button" onClick={() => setQuestion('renew')}>
              New recovery codes…
            </button>
            {isTotpRequired ? (
              <span className="muted">Admins may not switch it off here.</span>
            ) : (
              <button type="button" className="danger" onClick={() => setQuestion('disable')}>
                Switch off…
              </button>
            )}
          </div>
        </>
      ) : (
        <Setup isRequired={isTotpRequired} onCodes={setCodes} />
      )}
      {question === 'disable' && <Disabling onClose={() => setQuestion(null)} />}
      {question === 'renew' && <Renewal onClose={() => setQuestion(null)} onCodes={setCodes} />}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </section>
  );
}

interface SetupProps {
  isRequired: boolean;
  onCodes: (codes: readonly string[]) => void;
}

function Setup({ isRequired, onCodes }: SetupProps) {
  const beginning = useAct(BeginCodesDocument);
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null);
  const begin = async (password: string | null) => setBegun(await beginning.act({ password }));
  const needsPassword = asksForPassword(beginning.refusal) || beginning.refusal?.code === 'INVALID_CREDENTIALS';
  return (
    <>
      <p className="muted">
        {isRequired ? 'Admins need one here, before they may do anything as such. ' : ''}A code that changes every 30
        seconds, besides your password: whoever finds out the password cannot sign in.
      </p>
      {!needsPassword && <Refusal refusal={beginning.refusal} />}
      <div className="actions">
        <button type="button" className="primary" disabled={beginning.isBusy} onClick={() => begin(null)}>
          Set up…
        </button>
      </div>
      {needsPassword && (
        <ProofDialog
          title="Set up an authenticator app"
          text="You signed in some time ago: say your password again."
          action="Go on"
          takesCode={false}
          refusal={beginning.refusal?.code === 'INVALID_CREDENTIALS' ? beginning.refusal : null}
          isBusy={beginning.isBusy}
          onConfirm={({ password }) => begin(password)}
          onClose={beginning.dismiss}
        />
      )}
      {begun && <Confirmation {...begun} onClose={() => setBegun(null)} onCodes={onCodes} />}
    </>
  );
}

interface ConfirmationProps extends Omit<SetupProps, 'isRequired'> {
  secret: string;
  uri: string;
  onClose: () => void;
}

function Confirmation({ secret, uri, onClose, onCodes }: ConfirmationProps) {
  const { act, isBusy, refusal } = useAct(ConfirmCodesDocument);
  const confirm = async ({ code = '' }: Record<string, string>) => {
    const confirmed = await act({ code });
    if (!confirmed) return;
    onCodes(confirmed.codes);
    onClose();
  };
  return (
    <Dialog title="Set up an authenticator app" onClose={onClose}>
      <p>Scan this with the app, or type the secret in:</p>
      <div className="qr">
        <QrDrawing text={uri} encoding="byte" label="QR code of the secret" />
      </div>
      <div className="row">
        <code className="secret">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <button type="button" className="small" onClick={() => copy(secret, 'Secret')}>
          Copy
        </button>
      </div>
      <Form onSubmit={confirm} refusal={refusal}>
        <Field
          label="Code"
          name="code"
          isRequired
          autoComplete="one-time-code"
          maxLength={20}
          input={{ inputMode: 'numeric' }}
          hint="The six digits that the app shows now."
        />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            Switch on
          </button>
          <button type="button" onClick={onClose}>
            Go back
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

function Disabling({ onClose }: { onClose: () => void }) {
  const { act, isBusy, refusal } = useAct(DisableCodesDocument);
  const disable = async (proof: { password: string; code: string }) => {
    if (!(await act(proof))) return;
    notify('The password alone signs you in from now on.');
    onClose();
  };
  return (
    <ProofDialog
      title="Switch the authenticator app off?"
      text="Your password alone signs you in then. The recovery codes stop working; passkeys stay."
      action="Switch off"
      isDangerous
      takesCode
      refusal={refusal}
      isBusy={isBusy}
      onConfirm={disable}
      onClose={onClose}
    />
  );
}

function Renewal({ onClose, onCodes }: { onClose: () => void; onCodes: (codes: readonly string[]) => void }) {
  const { act, isBusy, refusal } = useAct(RenewRecoveryCodesDocument);
  const renew = async (proof: { password: string; code: string }) => {
    const renewed = await act(proof);
    if (!renewed) return;
    onCodes(renewed.codes);
    onClose();
  };
  return (
    <ProofDialog
      title="New recovery codes"
      text="The codes that you have stop working."
      action="Make new codes"
      takesCode
      refusal={refusal}
      isBusy={isBusy}
      onConfirm={renew}
      onClose={onClose}
    />
  );
}
