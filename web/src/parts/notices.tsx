import { useEffect, useSyncExternalStore } from 'react';

let current: { text: string } | null = null;
const listeners = new Set<() => void>();

function show(next: typeof current): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Tells what was done, where the page itself does not show it. */
export const notify = (text: string): void => show({ text });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The place where notices appear, and are read out. */
export function Notices() {
  const notice = useSyncExternalStore(subscribe, () => current);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => show(null), 6_000);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div role="status" className="notices">
      {notice && <p className="notice">{notice.text}</p>}
    </div>
  );
}
