import { useState } from 'react';
import { RestoreDocument, SetRoleDocument, SuspendDocument } from '../generated/admin.ts';
import type { ListedFragment, Role } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { words } from '../parts/words.ts';
import { useViewer } from '../shell/viewer.tsx';

const roles: Role[] = ['USER', 'CREATOR', 'ADMIN'];
const reason = { label: 'Reason, for the audit', isRequired: true };

/** What an admin may do to an account. Every act has a reason, and is audited. */
export function Moderation({ account: { id, role, status, user } }: { account: ListedFragment }) {
  const { viewer } = useViewer();
  const [question, setQuestion] = useState<'suspend' | 'restore' | Role | null>(null);
  const suspension = useAct(SuspendDocument);
  const restoring = useAct(RestoreDocument);
  const roleChange = useAct(SetRoleDocument);
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
      {question && question !== 'suspend' && question !== 'restore' && (
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
