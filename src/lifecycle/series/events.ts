import type { App } from '../../context.ts';
import type { Series } from '../../database/generated/client.ts';
import type { Transaction } from '../../database/transaction.ts';

/** A series was created, changed or ended. The changes of its sessions have events of their own. */
export interface SeriesChanged {
  type: 'SeriesChanged';
  seriesId: string;
}

export async function seriesChanged(tx: Transaction, { events }: App, { id, hostId }: Series): Promise<void> {
  const data: SeriesChanged = { type: 'SeriesChanged', seriesId: id };
  await events.appendAll(tx, [{ accountId: hostId, data }]);
}
