import { copy } from './copy.ts';

/** An address to hand on, with a button that copies it. */
export function SecretLink({ label, url }: { label: string; url: string }) {
  return (
    <div className="row copied">
      <input className="plain" readOnly value={url} aria-label={label} onFocus={({ target }) => target.select()} />
      <button type="button" className="small" onClick={() => copy(url, 'Address')}>
        Copy
      </button>
    </div>
  );
}
