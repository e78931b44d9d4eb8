import { copy } from '../parts/copy.ts';
import { Dialog } from '../parts/dialog.tsx';
import { saveFile } from '../parts/save-file.ts';

/** New recovery codes, shown this once. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const text = codes.join('\n');
  return (
    <Dialog title="Your recovery codes" onClose={onClose} staysOpen>
      <p>
        Each signs you in once without your authenticator app. Keep them where your phone is not: they are not shown
        again.
      </p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="actions">
        <button type="button" onClick={() => copy(text, 'Recovery codes')}>
          Copy
        </button>
        <button type="button" onClick={() => saveFile('shala-recovery-codes.txt', `${text}\n`, 'text/plain')}>
          Download
        </button>
        <button type="button" onClick={() => print()}>
          Print
        </button>
        <button type="button" className="primary" onClick={onClose}>
          I have kept them
        </button>
      </div>
    </Dialog>
  );
}
