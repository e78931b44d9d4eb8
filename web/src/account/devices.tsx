import {
  DeviceChangedDocument,
  EndAllDevicesDocument,
  EndDeviceDocument,
  EndOtherDevicesDocument,
} from '../generated/account.ts';
import type { DeviceFragment } from '../generated/types.ts';
import { useAct, useEvents } from '../graphql/hooks.ts';
import { tokens } from '../graphql/tokens.ts';
import { notify } from '../parts/notices.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Moment } from '../parts/time.tsx';
import { count, words } from '../parts/words.ts';

interface DevicesProps {
  devices: readonly DeviceFragment[];
  /** Reads the list again. */
  onChange: () => void;
}

/** Where this person is signed in, as it changes. */
export function Devices({ devices, onChange }: DevicesProps) {
  const one = useAct(EndDeviceDocument);
  const others = useAct(EndOtherDevicesDocument);
  const all = useAct(EndAllDevicesDocument);
  useEvents(DeviceChangedDocument, {}, ({ deviceSessionChanged: changed }) => {
    if (!devices.some(({ id }) => id === changed.id)) onChange();
  });
  const active = devices.filter(({ isActive }) => isActive);
  const isBusy = one.isBusy || others.isBusy || all.isBusy;
  const endOthers = async () => {
    const ended = await others.act({});
    if (!ended) return;
    notify(`${count(ended.revokedCount, 'device')} signed out.`);
    onChange();
  };
  const endAll = async () => {
    if (await all.act({})) tokens.signOut('You are signed out on every device.');
  };
  return (
    <section className="card stack" aria-labelledby="devices">
      <h2 id="devices">Devices</h2>
      <ul className="lines">
        {active.map((device) => (
          <li key={device.id} className="row between">
            <Device {...device} />
            {!device.isCurrent && (
              <button
                type="button"
                className="small"
                disabled={isBusy}
                aria-label={`Sign out ${device.deviceName}`}
                onClick={() => one.act({ id: device.id })}
              >
                Sign out
              </button>
            )}
          </li>
        ))}
      </ul>
      <Refusal refusal={one.refusal ?? others.refusal ?? all.refusal} />
      <div className="actions">
        <button type="button" onClick={endOthers} disabled={isBusy || active.length < 2}>
          Sign out all others
        </button>
        <button type="button" className="danger" onClick={endAll} disabled={isBusy}>
          Sign out everywhere
        </button>
      </div>
    </section>
  );
}

/** A device in words: what it is, where it was, when it was used. */
export function Device(device: DeviceFragment) {
  const { deviceName, deviceType, browser, os, location, ipAddress, lastActivityAt, isCurrent, isActive } = device;
  const what = [deviceType !== 'UNKNOWN' && words(deviceType), browser, os].filter(Boolean).join(' · ');
  return (
    <div className="stack tight">
      <span>
        <strong>{deviceName}</strong> {isCurrent && <span className="badge good">This one</span>}
        {!isActive && <span className="badge">Ended</span>}
      </span>
      <span className="muted fine">
        {what}
        <br />
        {location ?? ipAddress ?? 'Unknown place'} · used <Moment at={lastActivityAt} />
      </span>
    </div>
  );
}
