import { UpdateAccountDocument } from '../generated/account.ts';
import type { AccountQuery } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Choice, Field, Form } from '../parts/form.tsx';
import { notify } from '../parts/notices.tsx';
import { timeZones } from '../parts/zones.ts';

type Account = NonNullable<AccountQuery['viewer']>;

export function Profile({ account }: { account: Account }) {
  const { act, isBusy, refusal } = useAct(UpdateAccountDocument);
  const { user, firstName, lastName, timeZone } = account;
  const save = async (values: Record<string, string>) => {
    const { displayName = '', username = '', bio, firstName, lastName, timeZone } = values;
    const names = { firstName: firstName || null, lastName: lastName || null };
    if (await act({ input: { displayName, username, bio: bio || null, ...names, timeZone } }))
      notify('Your profile is saved.');
  };
  return (
    <section className="card stack" aria-labelledby="profile">
      <h2 id="profile">Profile</h2>
      <Form onSubmit={save} refusal={refusal}>
        <Field label="Name to show" name="displayName" defaultValue={user.displayName} isRequired maxLength={80} />
        <Field label="Username" name="username" defaultValue={user.username} isRequired />
        <div className="pair">
          <Field label="First name" name="firstName" defaultValue={firstName ?? ''} maxLength={60} />
          <Field label="Last name" name="lastName" defaultValue={lastName ?? ''} maxLength={60} />
        </div>
        <Field label="About you" name="bio" isLong defaultValue={user.bio ?? ''} maxLength={2000} />
        <Choice
          label="Time zone"
          name="timeZone"
          defaultValue={timeZone}
          options={timeZones(timeZone).map((zone) => [zone, zone.replaceAll('_', ' ')] as const)}
          hint="Times are shown in it, and your days of practice begin in it."
        />
        <button type="submit" className="primary" disabled={isBusy}>
          Save the profile
        </button>
      </Form>
    </section>
  );
}
