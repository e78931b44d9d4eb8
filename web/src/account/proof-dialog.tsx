import type { ReactNode } from 'react';
import type { Refusal } from '../graphql/hooks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Field, Form } from '../parts/form.tsx';
import { CodeField } from './code-field.tsx';

interface ProofDialogProps {
  title: string;
  text?: ReactNode;
  /** What the button says. */
  action: string;
  isDangerous?: boolean;
  /** Whether the account asks for a code besides its password. */
  takesCode: boolean;
  refusal: Refusal | null;
  isBusy: boolean;
  onConfirm: (proof: { password: string; code: string }) => void;
  onClose: () => void;
}

/** Asks a person to prove who they are before something that protects their account changes. */
export function ProofDialog(props: ProofDialogProps) {
  const { title, text, action, isDangerous = false, takesCode, refusal, isBusy, onConfirm, onClose } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      {text && <p>{text}</p>}
      <Form refusal={refusal} onSubmit={({ password = '', code = '' }) => onConfirm({ password, code })}>
        <Field label="Password" name="password" type="password" isRequired autoComplete="current-password" autoFocus />
        {takesCode && <CodeField />}
        <div className="actions">
          <button type="submit" className={isDangerous ? 'danger' : 'primary'} disabled={isBusy}>
            {action}
          </button>
          <button type="button" onClick={onClose}>
            Go back
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Whether a refusal asks for the password, since the sign-in was too long ago. */
export const asksForPassword = (refusal: Refusal | null) =>
  refusal?.issues?.some(({ path }) => path.includes('password')) ?? false;
