import { useQuery } from 'urql';
import { AccountDocument } from '../generated/account.ts';
import { Loaded, Page } from '../parts/page.tsx';
import { Codes } from './codes.tsx';
import { Email, Password } from './credentials.tsx';
import { Devices } from './devices.tsx';
import { Notifications } from './notifications.tsx';
import { Passkeys } from './passkeys.tsx';
import { PersonalData } from './personal-data.tsx';
import { Profile } from './profile.tsx';

export default function AccountPage() {
  const [state, again] = useQuery({ query: AccountDocument });
  return (
    <Page title="Account" lead="You, your devices, and what you are told.">
      <Loaded state={state}>
        {({ viewer }) =>
          viewer && (
            <div className="columns">
              <div className="stack">
                <Profile account={viewer} />
                <Email account={viewer} />
                <Password account={viewer} />
                <Codes account={viewer} />
                <Passkeys account={viewer} onChange={() => again({ requestPolicy: 'network-only' })} />
              </div>
              <div className="stack">
                <Devices devices={viewer.deviceSessions} onChange={() => again({ requestPolicy: 'network-only' })} />
                <Notifications settings={viewer.notificationSettings} />
                <PersonalData account={viewer} />
              </div>
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
