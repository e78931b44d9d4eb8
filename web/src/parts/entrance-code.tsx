import { lazy, Suspense } from 'react';

// Drawn by a library that only people with a seat need to load.
const QrCode = lazy(() => import('./qr-code.tsx'));

/** What a person shows at the entrance; that they are checked in, once they are. */
export function EntranceCode({ code, checkedInAt }: { code: string; checkedInAt: string | null }) {
  if (checkedInAt)
    return (
      <p>
        <span className="badge good">Checked in</span>
      </p>
    );
  return (
    <details>
      <summary>Your code for the entrance</summary>
      <Suspense fallback={<p className="muted">{code}</p>}>
        <QrCode code={code} />
      </Suspense>
    </details>
  );
}
