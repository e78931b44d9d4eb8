import { useState } from 'react';
import { CreateOfferDocument, UpdateOfferDocument } from '../generated/selling.ts';
import type { OfferFragment, PassOfferInput, PassStart } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { AmountFields } from '../parts/amount-fields.tsx';
import { Choice, Field, Form, NumberField } from '../parts/form.tsx';
import { parseAmount, typedAmount } from '../parts/money.ts';

const numberOf = (text: string | undefined) => (text?.trim() ? Number(text) : null);

/** The fields of the form as an input of the API, which checks them. */
function inputOf(values: Record<string, string>): PassOfferInput {
  const { currency = 'EUR' } = values;
  return {
    title: values.title ?? '',
    description: values.description?.trim() || null,
    credits: numberOf(values.credits),
    validDays: numberOf(values.validDays) ?? 0,
    startsWith: values.startsWith as PassStart,
    tags: (values.tags ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    price: { amountMinor: parseAmount(values.price ?? '', currency) ?? -1, currency },
    refundPercent: numberOf(values.refundPercent) ?? 0,
    refundDays: numberOf(values.refundDays),
  };
}

interface OfferFormProps {
  /** The offer to change; a new one without. */
  offer?: OfferFragment;
  /** The host of a new offer; without it the viewer or, for admins, the studio. */
  hostId?: string;
  /** Whether an admin changes what is not their own, with a reason. */
  asksReason: boolean;
  onDone: () => void;
}

/** The terms of an offer. */
export function OfferForm({ offer, hostId, asksReason, onDone }: OfferFormProps) {
  const creation = useAct(CreateOfferDocument);
  const update = useAct(UpdateOfferDocument);
  const [number, setNumber] = useState(0);
  const { isBusy, refusal } = offer ? update : creation;
  const send = async (values: Record<string, string>) => {
    const input = inputOf(values);
    const done = offer
      ? await update.act({ id: offer.id, input, reason: values.reason ?? null })
      : await creation.act({ input, ...(hostId && { hostId }) });
    if (!done) return;
    // Empty fields for the next one.
    setNumber(number + 1);
    onDone();
  };
  const price = offer?.price ?? { amountMinor: 0, currency: 'EUR' };
  return (
    <Form key={number} refusal={refusal} onSubmit={send}>
      <Field label="Title" name="title" defaultValue={offer?.title ?? ''} isRequired />
      <Field label="Description" name="description" isLong defaultValue={offer?.description ?? ''} />
      <NumberField label="Seats" name="credits" hint="Empty for any number." value={offer?.credits} />
      <NumberField label="Valid for days" name="validDays" value={offer?.validDays ?? 90} isRequired />
      <Choice
        label="From"
        name="startsWith"
        defaultValue={offer?.startsWith ?? 'PURCHASE'}
        options={[
          ['PURCHASE', 'the payment'],
          ['FIRST_USE', 'the first use'],
        ]}
      />
      <Field
        label="Tags"
        name="tags"
        hint="Only for sessions with one of these, separated by commas. Empty for all."
        defaultValue={offer?.tags.join(', ') ?? ''}
      />
      <AmountFields
        label="Price"
        name="price"
        defaultAmount={offer ? typedAmount(price) : ''}
        defaultCurrency={price.currency}
        isRequired
      />
      <NumberField
        label="Paid back of what is unused, in percent"
        name="refundPercent"
        hint="0 for nothing."
        value={offer?.refundPercent ?? 0}
      />
      <NumberField
        label="Days after the payment in which it is paid back"
        name="refundDays"
        hint="Empty as long as the pass is valid."
        value={offer?.refundDays}
      />
      {offer && asksReason && <Field label="Reason, for the audit" name="reason" isRequired />}
      <div className="actions">
        <button type="submit" className="primary" disabled={isBusy}>
          {offer ? 'Save' : 'Offer the pass'}
        </button>
      </div>
    </Form>
  );
}
