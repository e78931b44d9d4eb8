import type { App } from '../context.ts';
import type { Statements } from '../database/client.ts';
import type { Pass } from '../database/generated/client.ts';

/** A pass was bought, paid, used, returned or corrected, or has expired. */
export interface PassChanged {
  type: 'PassChanged';
  passId: string;
  /** The host who sold it; null for the studio. */
  hostId: string | null;
}

/** Appends that these passes changed. Every change of a pass or its ledger calls it. */
export async function passesChanged(
  tx: Statements,
  { events }: App,
  passes: Pick<Pass, 'id' | 'accountId' | 'hostId'>[],
): Promise<void> {
  const changed = ({ id, accountId, hostId }: (typeof passes)[number]) => {
    const data: PassChanged = { type: 'PassChanged', passId: id, hostId };
    return { accountId, data };
  };
  await events.appendAll(tx, passes.map(changed));
}
