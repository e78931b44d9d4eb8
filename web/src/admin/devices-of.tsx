import { useState } from 'react';
import { Device } from '../account/devices.tsx';
import { EndDeviceOfDocument, EndDevicesOfDocument } from '../generated/admin.ts';
import type { DeviceFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { ReasonDialog } from '../parts/dialog.tsx';
import { notify } from '../parts/notices.tsx';
import { count } from '../parts/words.ts';

interface DevicesOfProps {
  accountId: string;
  devices: readonly DeviceFragment[];
  onChange: () => void;
}

/** The devices of a person, which an admin may end with a reason. */
export function DevicesOf({ accountId, devices, onChange }: DevicesOfProps) {
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal } = useAct(EndDevicesOfDocument);
  const active = devices.filter(({ isActive }) => isActive);
  const ended = devices.filter(({ isActive }) => !isActive);
  return (
    <section className="card stack" aria-labelledby="devices">
      <div className="row between">
        <h2 id="devices">Devices</h2>
        <button type="button" className="small danger" disabled={active.length === 0} onClick={() => setAsking(true)}>
          Sign out everywhere…
        </button>
      </div>
      {active.length === 0 && <p className="muted">Signed in nowhere.</p>}
      <ul className="lines">
        {active.map((device) => (
          <li key={device.id} className="row between">
            <Device {...device} />
            <EndDevice device={device} />
          </li>
        ))}
      </ul>
      {ended.length > 0 && (
        <details>
          <summary>{count(ended.length, 'ended device')}</summary>
          <ul className="lines">
            {ended.map((device) => (
              <li key={device.id}>
                <Device {...device} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {isAsking && (
        <ReasonDialog
          title="Sign out everywhere?"
          action="Sign out"
          reason={{ label: 'Reason, for the audit', isRequired: true }}
          refusal={refusal}
          isBusy={isBusy}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            const done = await act({ accountId, reason });
            if (!done) return;
            setAsking(false);
            notify(`${count(done.revokedCount, 'device')} signed out.`);
            onChange();
          }}
        />
      )}
    </section>
  );
}

/** Ends one device, with a reason. */
export function EndDevice({ device: { id, deviceName } }: { device: DeviceFragment }) {
  const [isAsking, setAsking] = useState(false);
  const { act, isBusy, refusal } = useAct(EndDeviceOfDocument);
  return (
    <>
      <button type="button" className="small" onClick={() => setAsking(true)}>
        Sign out…<span className="hidden"> {deviceName}</span>
      </button>
      {isAsking && (
        <ReasonDialog
          title={`Sign out ${deviceName}?`}
          action="Sign out"
          reason={{ label: 'Reason, for the audit', isRequired: true }}
          refusal={refusal}
          isBusy={isBusy}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => (await act({ id, reason })) && setAsking(false)}
        />
      )}
    </>
  );
}
