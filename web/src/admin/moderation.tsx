import { useState } from 'react';
import { ResetFactorsDocument, RestoreDocument, SetRoleDocument, SuspendDocument } from '../generated/admin.ts';
import type { FactorsFragment, ListedFragment, Role } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { words } from '../parts/words.ts';
import { useViewer } from '../shell/viewer.tsx';

const roles: Role[] = ['USER', 'CREATOR', 'ADMIN'];
const reason = { label: 'Reason, for the audit', isRequired: true };

/** What an admin may do to an account. Every act has a reason, and is audited. */
export function Moderation({ account }: { account: ListedFragment & FactorsFragment }) {
  const { id, role, status, user } = account;
  const { viewer } = useViewer();
  const [question, setQuestion] = useState<'suspend' | 'restore' | 'reset' | Role | null>(null);
  const suspension = useAct(SuspendDocument);
  const restoring = useAct(RestoreDocument);
  const roleChange = useAct(SetRoleDocument);
  const resetting = useAct(ResetFactorsDocument);
  const isSelf = viewer?.id === id;
  const close = () => setQuestion(null);
  if (isSelf) return <p className="card muted">This is your own account.</p>;
  return (
    <section className="card stack" aria-labelledby="moderation">
      <h2 id="moderation">Moderation</h2>
      {status === 'ACTIVE' ? (
        <button type="button" className="danger" onClick={() => setQuestion('suspend')}>
          Suspend…
        </button>
      ) : (
        <button type="button" onClick={() => setQuestion('restore')}>
          Restore…
        </button>
      )}
      {(account.totpEnabledAt || account.passkeys.length > 0) && (
        <button type="button" onClick={() => setQuestion('reset')}>
          Reset the second factors…
        </button>
      )}
      <div className="row">
        {roles
          .filter((one) => one !== role)
          .map((one) => (
            <button key={one} type="button" className="small" onClick={() => setQuestion(one)}>
              Make {words(one).toLowerCase()}…
            </button>
          ))}
      </div>
      {question === 'suspend' && (
        <ReasonDialog
          title={`Suspend ${user.displayName}?`}
          text={<p>They are signed out everywhere, and cannot sign in until they are restored.</p>}
          action="Suspend"
          reason={{ label: 'Reason, for the audit and for the person', isRequired: true }}
          refusal={suspension.refusal}
          isBusy={suspension.isBusy}
          onClose={close}
          onConfirm={async (reason) => (await suspension.act({ id, reason: reason ?? '' })) && close()}
        />
      )}
      {question === 'restore' && (
        <ReasonDialog
          title={`Restore ${user.displayName}?`}
          action="Restore"
          reason={reason}
          refusal={restoring.refusal}
          isBusy={restoring.isBusy}
          onClose={close}
          onConfirm={async (reason) => (await restoring.act({ id, reason: reason ?? '' })) && close()}
        />
      )}
      {question === 'reset' && (
        <ReasonDialog
          title={`Reset the second factors of ${user.displayName}?`}
          text={
            <p>
              The authenticator app, the recovery codes and the passkeys are deleted, and every device is signed out.
              The password alone signs in then: make sure that it is they who ask. They are told by mail.
            </p>
          }
          action="Reset"
          reason={reason}
          refusal={resetting.refusal}
          isBusy={resetting.isBusy}
          onClose={close}
          onConfirm={async (reason) => (await resetting.act({ id, reason: reason ?? '' })) && close()}
        />
      )}
      {question && question !== 'suspend' && question !== 'restore' && question !== 'reset' && (
        <ReasonDialog
          title={`Make ${user.displayName} ${words(question).toLowerCase()}?`}
          action="Change the role"
          reason={reason}
          refusal={roleChange.refusal}
          isBusy={roleChange.isBusy}
          onClose={close}
          onConfirm={async (reason) => (await roleChange.act({ id, role: question, reason: reason ?? '' })) && close()}
        />
      )}
    </section>
  );
}
