import { useState } from 'react';
import type { PartFragment } from '../generated/types.ts';
import { Choice } from '../parts/form.tsx';
import { leftOf } from '../passes/terms.ts';

type Passes = PartFragment['passes'];

/** The viewer's choice of what pays: one of their passes that can, or money. */
export function usePayment(passes: Passes) {
  const [chosen, setChosen] = useState<string | null>(null);
  // A pass that is used up meanwhile pays for nothing.
  const pass = passes.find(({ id }) => id === (chosen ?? passes[0]?.id)) ?? null;
  return { pass, choose: setChosen };
}

interface PayWithProps extends ReturnType<typeof usePayment> {
  passes: Passes;
}

export function PayWith({ passes, pass, choose }: PayWithProps) {
  if (passes.length === 0) return null;
  return (
    <Choice
      label="Pay with"
      options={[...passes.map((one) => [one.id, `${one.title} (${leftOf(one)})`] as const), ['', 'money'] as const]}
      value={pass?.id ?? ''}
      onChange={choose}
    />
  );
}
