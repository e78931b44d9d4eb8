import type { Refusal as Reason } from '../graphql/hooks.ts';

/** Why something was not done, beside what was tried. Faults of fields stand at the fields. */
export function Refusal({ refusal }: { refusal: Reason | null }) {
  return (
    <div role="alert" className="refusal-place">
      {refusal && <p className="refusal">{refusal.message}</p>}
    </div>
  );
}
