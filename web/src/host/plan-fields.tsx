import { useState } from 'react';
import { useQuery } from 'urql';
import { SequencesDocument } from '../generated/planning.ts';
import { AmountFields } from '../parts/amount-fields.tsx';
import { toField } from '../parts/days.ts';
import { Check, Choice, Field, NumberField } from '../parts/form.tsx';
import { typedAmount } from '../parts/money.ts';
import { timeZones } from '../parts/zones.ts';
import { useViewer, useZone } from '../shell/viewer.tsx';
import type { Planned } from './values.ts';

interface PlanFieldsProps {
  plan: Planned | null;
  startsAt: string | null;
  /** What the field of the start shows where nothing is planned yet; empty for a start at once. */
  firstStart: string;
  /** What it means to leave the start out; without it, a start is required. */
  withoutStart?: string;
}

/** What sessions and series have in common. */
export function PlanFields({ plan, startsAt, firstStart, withoutStart }: PlanFieldsProps) {
  const own = useZone();
  const zone = plan?.timeZone ?? own;
  const { viewer } = useViewer();
  const mayList = viewer?.role === 'CREATOR' || viewer?.role === 'ADMIN';
  const [visibility, setVisibility] = useState(plan?.visibility ?? (mayList ? 'LISTED' : 'UNLISTED'));
  const [sequences] = useQuery({ query: SequencesDocument });
  const price = plan?.price ?? { amountMinor: 0, currency: 'EUR' };
  const chosen = plan?.sequence;
  const listed = sequences.data?.sequences.nodes ?? [];
  // The chosen one is among them even where the list does not reach to it: saving anything else would drop it.
  const known = chosen && listed.every(({ id }) => id !== chosen.id) ? [...listed, chosen] : listed;
  return (
    <>
      <Field label="Title" name="title" isRequired maxLength={120} defaultValue={plan?.title ?? ''} />
      <Field label="Description" name="description" isLong maxLength={5000} defaultValue={plan?.description ?? ''} />
      <div className="pair">
        <Field
          label="Start"
          name="startsAt"
          type="datetime-local"
          isRequired={withoutStart === undefined}
          defaultValue={startsAt ? toField(startsAt, zone) : firstStart}
          hint={withoutStart}
        />
        <Choice
          label="Time zone"
          name="timeZone"
          defaultValue={zone}
          options={timeZones(zone).map((name) => [name, name.replaceAll('_', ' ')] as const)}
        />
      </div>
      <div className="pair">
        <Field
          label="Place"
          name="location"
          maxLength={200}
          defaultValue={plan?.location?.text ?? ''}
          hint="Shown to people with a confirmed booking"
        />
        <Field
          label="Meeting link"
          name="meetingUrl"
          type="url"
          defaultValue={plan?.meetingUrl ?? ''}
          hint="An https address, if people meet in another app"
        />
      </div>
      <div className="pair">
        <NumberField
          label="Minutes"
          name="durationMinutes"
          value={plan?.durationMinutes ?? 60}
          min={1}
          max={1440}
          isRequired
        />
        <NumberField
          label="Seats"
          name="maxParticipants"
          value={plan?.maxParticipants}
          min={1}
          hint="Empty: no limit"
        />
      </div>
      <div className="pair">
        <AmountFields label="Price" name="price" defaultAmount={typedAmount(price)} defaultCurrency={price.currency} />
      </div>
      <div className="pair">
        <Choice
          label="Who finds it"
          name="visibility"
          value={visibility}
          onChange={(value) => setVisibility(value as typeof visibility)}
          options={[
            ...(mayList ? ([['LISTED', 'Everybody, in the catalogue']] as const) : []),
            ['UNLISTED', 'Who has its link or code'],
          ]}
        />
        <Choice
          key={visibility}
          label="Who may join"
          name="admission"
          defaultValue={plan?.admission ?? (visibility === 'LISTED' ? 'BOOKING' : 'CODE')}
          options={[
            ['BOOKING', 'Who has booked'],
            ['CODE', 'Who has the code'],
          ]}
        />
      </div>
      <div className="pair">
        <Field
          label="Tags"
          name="tags"
          defaultValue={plan?.tags.join(', ') ?? ''}
          hint="Separated by commas, at most 10"
        />
        <Choice
          key={known.length}
          label="Sequence"
          name="sequenceId"
          defaultValue={plan?.sequence?.id ?? ''}
          options={[['', 'None'], ...known.map(({ id, title }) => [id, title] as const)]}
        />
      </div>
      <Settings plan={plan} />
    </>
  );
}

function Settings({ plan }: { plan: Planned | null }) {
  const settings = plan?.settings;
  return (
    <details className="form">
      <summary>More settings</summary>
      <div className="form more">
        <div className="pair">
          <NumberField
            label="Lobby opens, minutes before"
            name="joinWindowMinutes"
            value={settings?.joinWindowMinutes ?? 15}
            min={0}
            max={1440}
          />
          <NumberField
            label="Free cancelling, hours before"
            name="freeCancellationHours"
            value={settings?.freeCancellationHours ?? 24}
            min={0}
            max={720}
          />
        </div>
        <div className="pair">
          <NumberField
            label="Minutes to pay"
            name="bookingHoldMinutes"
            value={settings?.bookingHoldMinutes ?? 15}
            min={1}
            max={1440}
          />
          <NumberField
            label="Bookings close, minutes before"
            name="bookingClosesMinutes"
            value={settings?.bookingClosesMinutes ?? 0}
            min={0}
            max={43_200}
            hint="0: open until the end"
          />
        </div>
        <div className="pair">
          <NumberField
            label="Ends when empty for minutes"
            name="idleTimeoutMinutes"
            value={settings?.idleTimeoutMinutes ?? 30}
            min={1}
            max={1440}
          />
        </div>
        <Field
          label="Reminders, minutes before"
          name="reminderMinutes"
          defaultValue={(settings?.reminderMinutes ?? [1440, 60]).join(', ')}
          hint="Separated by commas; empty for none"
        />
        <Field
          label="Values to vote with"
          name="deck"
          defaultValue={settings?.deck.join(', ') ?? ''}
          isRequired={plan !== null}
          hint={plan ? 'Separated by commas' : 'Separated by commas; empty for the usual ones'}
        />
        <Check name="autoReveal" defaultChecked={settings?.autoReveal ?? false} label="Reveal when all have voted" />
      </div>
    </details>
  );
}
