import type { App } from '../context.ts';
import type { Statements } from '../database/client.ts';
import type { PracticeSession } from '../database/generated/client.ts';

/** A practice was begun, changed, ended or deleted. */
export interface PracticeChanged {
  type: 'PracticeChanged';
  practiceId: string;
}

/** Appends that these practices changed. Every change of a practice calls it. */
export async function practicesChanged(
  tx: Statements,
  { events }: App,
  practices: Pick<PracticeSession, 'id' | 'accountId'>[],
): Promise<void> {
  const changed = ({ id, accountId }: (typeof practices)[number]) => {
    const data: PracticeChanged = { type: 'PracticeChanged', practiceId: id };
    return { accountId, data };
  };
  await events.appendAll(tx, practices.map(changed));
}
