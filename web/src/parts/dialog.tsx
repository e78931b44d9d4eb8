import { type ReactNode, useEffect, useRef } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { Refusal as Reason } from '../graphql/hooks.ts';
import { Field, Form } from './form.tsx';

interface DialogProps {
  title: string;
  onClose: () => void;
  /** Whether only its buttons close it: what it shows is not shown again. */
  staysOpen?: boolean;
  children: ReactNode;
}

/** A dialog that holds the focus until it is closed. It is open while it is rendered. */
export function Dialog({ title, onClose, staysOpen = false, children }: DialogProps) {
  const modal = useRef<HTMLDivElement>(null);
  const hasInput = useRef(false);
  useEffect(() => {
    modal.current?.addEventListener('input', () => {
      hasInput.current = true;
    });
  }, []);
  return (
    <ModalOverlay
      isOpen
      // A click beside it by mistake would lose what was typed; Escape and its buttons are meant.
      shouldCloseOnInteractOutside={() => !hasInput.current}
      isDismissable={!staysOpen}
      isKeyboardDismissDisabled={staysOpen}
      className="overlay"
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <Modal ref={modal} className="dialog">
        <AriaDialog>
          <Heading slot="title">{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ReasonDialogProps {
  title: string;
  text?: ReactNode;
  /** What the button says. */
  action: string;
  /** Whether a reason must be given; without the label there is no field for one. */
  reason?: { label: string; isRequired: boolean };
  refusal: Reason | null;
  isBusy: boolean;
  onConfirm: (reason: string | null) => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back, with its reason. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, text, action, reason, refusal, isBusy, onConfirm, onClose } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      {text && <div>{text}</div>}
      <Form refusal={refusal} onSubmit={(values) => onConfirm(values.reason?.trim() || null)}>
        {reason && <Field label={reason.label} name="reason" isRequired={reason.isRequired} autoFocus />}
        <div className="actions">
          <button type="submit" className="danger" disabled={isBusy}>
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
