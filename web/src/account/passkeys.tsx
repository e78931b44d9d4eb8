import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser';
import { useState } from 'react';
import {
  AddPasskeyDocument,
  BeginPasskeyDocument,
  DeletePasskeyDocument,
  RenamePasskeyDocument,
} from '../generated/factors.ts';
import type { FactorsFragment, KeyFragment } from '../generated/types.ts';
import { type Refusal as Reason, useAct } from '../graphql/hooks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Moment } from '../parts/time.tsx';
import { asksForPassword, ProofDialog } from './proof-dialog.tsx';

interface PasskeysProps {
  account: FactorsFragment;
  /** Reads the list again. */
  onChange: () => void;
}

type Proof = { password?: string; code?: string };

/** What signs this person in without a password. */
export function Passkeys({ account: { passkeys, totpEnabledAt }, onChange }: PasskeysProps) {
  const [isAdding, setAdding] = useState(false);
  const [renamed, setRenamed] = useState<KeyFragment | null>(null);
  const [deleted, setDeleted] = useState<KeyFragment | null>(null);
  const takesCode = totpEnabledAt !== null;
  return (
    <section className="card stack" aria-labelledby="passkeys">
      <h2 id="passkeys">Passkeys</h2>
      <p className="muted">
        Your device, or a security key, signs you in by your finger, your face or a PIN, without a password and a code.
      </p>
      <ul className="lines">
        {passkeys.map((passkey) => (
          <li key={passkey.id} className="row between">
            <div className="stack tight">
              <strong>{passkey.name}</strong>
              <span className="muted fine">
                Added <Moment at={passkey.createdAt} /> ·{' '}
                {passkey.lastUsedAt ? (
                  <>
                    used <Moment at={passkey.lastUsedAt} />
                  </>
                ) : (
                  'not used yet'
                )}
              </span>
            </div>
            <div className="actions">
              <button
                type="button"
                className="small"
                aria-label={`Rename ${passkey.name}`}
                onClick={() => setRenamed(passkey)}
              >
                Rename…
              </button>
              <button
                type="button"
                className="small danger"
                aria-label={`Delete ${passkey.name}`}
                onClick={() => setDeleted(passkey)}
              >
                Delete…
              </button>
            </div>
          </li>
        ))}
      </ul>
      {browserSupportsWebAuthn() ? (
        <div className="actions">
          <button type="button" onClick={() => setAdding(true)}>
            Add a passkey…
          </button>
        </div>
      ) : (
        <p className="muted">This browser has no passkeys, or not at this address.</p>
      )}
      {isAdding && <Addition takesCode={takesCode} onClose={() => setAdding(false)} onChange={onChange} />}
      {renamed && <Renaming passkey={renamed} onClose={() => setRenamed(null)} />}
      {deleted && (
        <Deletion passkey={deleted} takesCode={takesCode} onClose={() => setDeleted(null)} onChange={onChange} />
      )}
    </section>
  );
}

interface StepProps {
  takesCode: boolean;
  onClose: () => void;
  onChange: () => void;
}

function Addition({ takesCode, onClose, onChange }: StepProps) {
  const beginning = useAct(BeginPasskeyDocument);
  const addition = useAct(AddPasskeyDocument);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Reason | null>(null);
  const add = async (chosen: string, proof: Proof) => {
    setName(chosen);
    setProblem(null);
    const begun = await beginning.act(proof);
    if (!begun) return;
    beginning.dismiss();
    let credential: object;
    try {
      credential = await startRegistration({ optionsJSON: begun.options as never });
    } catch (error) {
      return setProblem({ code: 'PASSKEY', message: messageOf(error) });
    }
    if (!(await addition.act({ name: chosen, credential }))) return;
    notify(`${chosen} signs you in from now on.`);
    onChange();
    onClose();
  };
  const isBusy = beginning.isBusy || addition.isBusy;
  if (asksForProof(beginning.refusal))
    return (
      <ProofDialog
        title="Add a passkey"
        text="You signed in some time ago: prove again who you are."
        action="Go on"
        takesCode={takesCode}
        refusal={asksForPassword(beginning.refusal) ? null : beginning.refusal}
        isBusy={isBusy}
        onConfirm={(proof) => add(name, proof)}
        onClose={onClose}
      />
    );
  return (
    <Dialog title="Add a passkey" onClose={onClose}>
      <Form onSubmit={({ name = '' }) => add(name, {})} refusal={problem ?? addition.refusal ?? beginning.refusal}>
        <Field
          label="Name"
          name="name"
          isRequired
          autoFocus
          maxLength={60}
          defaultValue={name}
          hint="By which you tell it from others, like the device that it is on."
        />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            Add it
          </button>
          <button type="button" onClick={onClose}>
            Go back
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

function Renaming({ passkey: { id, name }, onClose }: { passkey: KeyFragment; onClose: () => void }) {
  const { act, isBusy, refusal } = useAct(RenamePasskeyDocument);
  return (
    <Dialog title={`Rename ${name}`} onClose={onClose}>
      <Form refusal={refusal} onSubmit={async ({ name = '' }) => (await act({ id, name })) && onClose()}>
        <Field label="Name" name="name" isRequired autoFocus maxLength={60} defaultValue={name} />
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            Rename
          </button>
          <button type="button" onClick={onClose}>
            Go back
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

function Deletion({ passkey: { id, name }, takesCode, onClose, onChange }: StepProps & { passkey: KeyFragment }) {
  const { act, isBusy, refusal } = useAct(DeletePasskeyDocument);
  const remove = async (proof: Proof) => {
    if (!(await act({ id, ...proof }))) return;
    notify(`${name} signs in no more.`);
    onChange();
    onClose();
  };
  const title = `Delete ${name}?`;
  if (asksForProof(refusal))
    return (
      <ProofDialog
        title={title}
        text="You signed in some time ago: prove again who you are."
        action="Delete it"
        isDangerous
        takesCode={takesCode}
        refusal={asksForPassword(refusal) ? null : refusal}
        isBusy={isBusy}
        onConfirm={remove}
        onClose={onClose}
      />
    );
  return (
    <Dialog title={title} onClose={onClose}>
      <p>It signs in no more. Remove it from the device as well, which offers it otherwise.</p>
      <Refusal refusal={refusal} />
      <div className="actions">
        <button type="button" className="danger" disabled={isBusy} onClick={() => remove({})}>
          Delete it
        </button>
        <button type="button" onClick={onClose}>
          Go back
        </button>
      </div>
    </Dialog>
  );
}

const asksForProof = (refusal: Reason | null) =>
  asksForPassword(refusal) || ['INVALID_CREDENTIALS', 'CODE_REQUIRED', 'INVALID_CODE'].includes(refusal?.code ?? '');

/** Why a browser made no passkey, in words. */
function messageOf(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'This device has a passkey of yours already.';
  if (name === 'NotAllowedError') return 'Nothing was added: the browser was told to stop, or waited too long.';
  return 'The browser could not make a passkey here.';
}
