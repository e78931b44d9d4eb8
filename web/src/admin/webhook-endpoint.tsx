import { useState } from 'react';
import type { EndpointFragment } from '../generated/types.ts';
import {
  DeleteEndpointDocument,
  DisableEndpointDocument,
  EnableEndpointDocument,
  RotateSecretDocument,
} from '../generated/webhooks.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { SecretLink } from '../parts/secret-link.tsx';
import { Moment } from '../parts/time.tsx';
import { words } from '../parts/words.ts';

/** A secret, which the API shows once. */
export function Secret({ secret }: { secret: string }) {
  return (
    <div className="stack tight" role="status">
      <p>Keep this secret: it verifies what is sent, and is not shown again.</p>
      <SecretLink label="Secret of the endpoint" url={secret} />
    </div>
  );
}

type Question = 'rotate' | 'enable' | 'disable' | 'delete';

const texts: Record<Question, { title: string; action: string }> = {
  rotate: { title: 'Make a new secret?', action: 'Make it' },
  enable: { title: 'Enable the endpoint?', action: 'Enable' },
  disable: { title: 'Disable the endpoint?', action: 'Disable' },
  delete: { title: 'Delete the endpoint with its deliveries?', action: 'Delete' },
};

export function Endpoint({ endpoint, onGone }: { endpoint: EndpointFragment; onGone: () => void }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const rotation = useAct(RotateSecretDocument);
  const enabling = useAct(EnableEndpointDocument);
  const disabling = useAct(DisableEndpointDocument);
  const deletion = useAct(DeleteEndpointDocument);
  const acts = { rotate: rotation, enable: enabling, disable: disabling, delete: deletion };
  const { id, url, description, kinds, isEnabled, disabledReason, failingSince, waitingCount, lastSentAt } = endpoint;
  const confirm = async (reason: string) => {
    if (question === 'rotate') {
      const rotated = await rotation.act({ id, reason });
      if (!rotated) return;
      setSecret(rotated.secret);
    } else if (question === 'enable' || question === 'disable') {
      if (!(await acts[question].act({ id, reason }))) return;
    } else {
      if (!(await deletion.act({ id, reason }))) return;
      onGone();
    }
    setQuestion(null);
  };
  return (
    <div className="stack tight">
      <div className="row between">
        <strong className="details">{url}</strong>
        <span className={`badge ${isEnabled ? 'good' : 'bad'}`}>{isEnabled ? 'Enabled' : 'Disabled'}</span>
      </div>
      <span className="muted fine">
        {[description, kinds.map(words).join(', '), disabledReason].filter(Boolean).join(' · ')}
        {waitingCount > 0 && ` · ${waitingCount} waiting`}
        {failingSince && (
          <>
            {' · failing since '}
            <Moment at={failingSince} />
          </>
        )}
        {lastSentAt && (
          <>
            {' · last sent '}
            <Moment at={lastSentAt} />
          </>
        )}
      </span>
      {secret && <Secret secret={secret} />}
      <div className="row person-tools">
        {(['rotate', isEnabled ? 'disable' : 'enable', 'delete'] as const).map((one) => (
          <button key={one} type="button" className="small quiet" onClick={() => setQuestion(one)}>
            {one === 'rotate' ? 'New secret' : texts[one].action}…<span className="hidden"> of {url}</span>
          </button>
        ))}
      </div>
      {question && (
        <ReasonDialog
          title={texts[question].title}
          text={<p className="details">{url}</p>}
          action={texts[question].action}
          reason={{ label: 'Reason, for the audit', isRequired: true }}
          refusal={acts[question].refusal}
          isBusy={acts[question].isBusy}
          onClose={() => setQuestion(null)}
          onConfirm={(reason) => confirm(reason ?? '')}
        />
      )}
    </div>
  );
}
