import { useState } from 'react';
import { useQuery } from 'urql';
import { RefundOfSeatsDocument, UpdateBookingDocument } from '../generated/session.ts';
import type { OwnBookingFragment } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Choice, Field, Form } from '../parts/form.tsx';
import { formatMoney } from '../parts/money.ts';
import { count } from '../parts/words.ts';

export const mostSeats = 10;

/** A choice of numbers of seats. */
export const seatOptions = (most: number) =>
  Array.from({ length: most }, (_, index) => [String(index + 1), count(index + 1, 'seat')] as const);

/** A field for each guest's name, all of which may be left empty. */
export function GuestFields({ seats, names = [] }: { seats: number; names?: readonly string[] }) {
  return Array.from({ length: seats - 1 }, (_, index) => (
    <Field
      // biome-ignore lint/suspicious/noArrayIndexKey: guests are told apart by their number
      key={index}
      label={`Name of guest ${index + 1}, if you like`}
      name={`guest-${index}`}
      defaultValue={names[index] ?? ''}
      maxLength={100}
    />
  ));
}

/** The names that were given. */
export const guestsIn = (values: Record<string, string>) =>
  Object.entries(values).flatMap(([name, value]) => (name.startsWith('guest-') && value.trim() ? [value.trim()] : []));

/** The guests of a booking, with what gives some seats back. */
export function Party({ booking }: { booking: OwnBookingFragment }) {
  const [isChanging, setChanging] = useState(false);
  const { seats, guestNames } = booking;
  if (seats === 1) return null;
  return (
    <>
      <p>
        {count(seats, 'seat')}: you{guestNames.length > 0 && `, ${guestNames.join(', ')}`}
        {guestNames.length < seats - 1 && ` and ${count(seats - 1 - guestNames.length, 'guest')}`}
      </p>
      <button type="button" onClick={() => setChanging(true)}>
        Change the guests…
      </button>
      {isChanging && <PartyDialog booking={booking} onClose={() => setChanging(false)} />}
    </>
  );
}

function PartyDialog({ booking, onClose }: { booking: OwnBookingFragment; onClose: () => void }) {
  const { id, seats, guestNames, status, amount } = booking;
  const [kept, setKept] = useState(seats);
  const { act, isBusy, refusal } = useAct(UpdateBookingDocument);
  const returned = seats - kept;
  const [{ data }] = useQuery({
    query: RefundOfSeatsDocument,
    variables: { id, seats: returned },
    pause: returned === 0 || status !== 'CONFIRMED' || amount.amountMinor === 0,
    requestPolicy: 'network-only',
  });
  const refund = data?.node && 'refundQuote' in data.node ? data.node.refundQuote : null;
  const save = async (values: Record<string, string>) => {
    if (await act({ input: { id, seats: kept, guestNames: guestsIn(values) } })) onClose();
  };
  return (
    <Dialog title="Change the guests" onClose={onClose}>
      <Form refusal={refusal} onSubmit={save}>
        <Choice
          label="Seats that you keep, your own included"
          options={seatOptions(seats)}
          value={String(kept)}
          onChange={(value) => setKept(Number(value))}
        />
        <GuestFields seats={kept} names={guestNames} />
        {returned > 0 && (
          <p role="status">
            {count(returned, 'seat')} {returned === 1 ? 'goes' : 'go'} back.{' '}
            {refund &&
              (refund.amountMinor > 0
                ? `${formatMoney(refund)} will be refunded.`
                : 'Nothing will be refunded: the time of free cancellation is over.')}
          </p>
        )}
        <div className="actions">
          <button type="submit" className="primary" disabled={isBusy}>
            {returned > 0 ? `Give ${count(returned, 'seat')} back` : 'Save'}
          </button>
          <button type="button" onClick={onClose}>
            Go back
          </button>
        </div>
      </Form>
    </Dialog>
  );
}
