import { UpdateNotificationsDocument } from '../generated/account.ts';
import type { AccountQuery } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Check } from '../parts/form.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { words } from '../parts/words.ts';

type Setting = NonNullable<AccountQuery['viewer']>['notificationSettings'][number];

/** What this person is told by mail. Mails that protect the account cannot be switched off. */
export function Notifications({ settings }: { settings: readonly Setting[] }) {
  const { act, isBusy, refusal } = useAct(UpdateNotificationsDocument);
  return (
    <section className="card stack" aria-labelledby="notifications">
      <h2 id="notifications">Mails</h2>
      <ul className="stack tight">
        {settings.map(({ kind, byMail, canSwitchOff }) => (
          <li key={kind}>
            <Check
              label={canSwitchOff ? words(kind) : `${words(kind)} (always)`}
              checked={byMail}
              disabled={!canSwitchOff || isBusy}
              onChange={(isOn) => act({ input: { settings: [{ kind, byMail: isOn }] } })}
            />
          </li>
        ))}
      </ul>
      <Refusal refusal={refusal} />
    </section>
  );
}
