import type { App } from '../../context.ts';
import type { Statements } from '../../database/client.ts';
import type { DeviceSession } from '../../database/generated/client.ts';

/** A device was signed in, or its session ended. */
export interface DeviceSessionChanged {
  type: 'DeviceSessionChanged';
  deviceSessionId: string;
}

/** Appends that these device sessions began or ended. Every sign-in and every end calls it; an expiry has no event. */
export async function deviceSessionsChanged(
  tx: Statements,
  { events }: App,
  deviceSessions: Pick<DeviceSession, 'id' | 'accountId'>[],
): Promise<void> {
  const changed = ({ id, accountId }: (typeof deviceSessions)[number]) => {
    const data: DeviceSessionChanged = { type: 'DeviceSessionChanged', deviceSessionId: id };
    return { accountId, data };
  };
  await events.appendAll(tx, deviceSessions.map(changed));
}
