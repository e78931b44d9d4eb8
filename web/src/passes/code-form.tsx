import { useQuery } from 'urql';
import { CodeSessionsDocument, CreateCodeDocument, UpdateCodeDocument } from '../generated/codes.ts';
import type { CodeFragment, PromotionCodeInput } from '../generated/types.ts';
import { useAct } from '../graphql/hooks.ts';
import { AmountFields } from '../parts/amount-fields.tsx';
import { fromField, toField } from '../parts/days.ts';
import { Choice, Field, Form, NumberField } from '../parts/form.tsx';
import { parseAmount, typedAmount } from '../parts/money.ts';
import { formatMoment } from '../parts/time.tsx';
import { useZone } from '../shell/viewer.tsx';

const numberOf = (text: string | undefined) => (text?.trim() ? Number(text) : null);

/** The fields of the form as an input of the API, which checks them. */
function inputOf(values: Record<string, string>, zone: string, code: CodeFragment | undefined): PromotionCodeInput {
  const { currency = 'EUR' } = values;
  const amount = values.amount?.trim() ? { amountMinor: parseAmount(values.amount, currency) ?? -1, currency } : null;
  return {
    code: values.code ?? '',
    percent: numberOf(values.percent),
    amount,
    maxUses: numberOf(values.maxUses),
    maxUsesPerPerson: numberOf(values.maxUsesPerPerson),
    startsAt: values.startsAt ? fromField(values.startsAt, zone) : null,
    endsAt: values.endsAt ? fromField(values.endsAt, zone) : null,
    tags: (values.tags ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    sessionIds: values.session
      ? [values.session]
      : values.session === ''
        ? []
        : (code?.sessions ?? []).map(({ id }) => id),
  };
}

interface CodeFormProps {
  /** The code to change; a new one without. */
  code?: CodeFragment;
  /** Whether an admin changes what is not their own, with a reason. */
  asksReason: boolean;
  onDone: () => void;
}

/** The terms of a promotion code. */
export function CodeForm({ code, asksReason, onDone }: CodeFormProps) {
  const zone = useZone();
  const creation = useAct(CreateCodeDocument);
  const update = useAct(UpdateCodeDocument);
  const { isBusy, refusal } = code ? update : creation;
  const send = async (values: Record<string, string>) => {
    const input = inputOf(values, zone, code);
    const done = code
      ? await update.act({ id: code.id, input, reason: values.reason ?? null })
      : await creation.act({ input });
    if (done) onDone();
  };
  return (
    <Form refusal={refusal} onSubmit={send}>
      <Field label="Code" name="code" hint="Case makes no difference." defaultValue={code?.code ?? ''} isRequired />
      <NumberField label="Percent off" name="percent" value={code?.percent} />
      <AmountFields
        label="Or amount off"
        name="amount"
        defaultAmount={code?.amount ? typedAmount(code.amount) : ''}
        defaultCurrency={code?.amount?.currency ?? 'EUR'}
      />
      <NumberField label="Uses in all" name="maxUses" hint="Empty for no limit." value={code?.maxUses} />
      <NumberField
        label="Uses of one person"
        name="maxUsesPerPerson"
        hint="Empty for no limit."
        value={code ? code.maxUsesPerPerson : 1}
      />
      <Field
        label="From"
        name="startsAt"
        type="datetime-local"
        defaultValue={code?.startsAt ? toField(code.startsAt, zone) : ''}
      />
      <Field
        label="Until"
        name="endsAt"
        type="datetime-local"
        defaultValue={code?.endsAt ? toField(code.endsAt, zone) : ''}
      />
      <Field
        label="Tags"
        name="tags"
        hint="Only for sessions with one of these, separated by commas. Empty for all."
        defaultValue={code?.tags.join(', ') ?? ''}
      />
      {!asksReason && (code?.sessions.length ?? 0) < 2 && <SessionChoice chosen={code?.sessions[0]} />}
      {code && asksReason && <Field label="Reason, for the audit" name="reason" isRequired />}
      <div className="actions">
        <button type="submit" className="primary" disabled={isBusy}>
          {code ? 'Save' : 'Make the code'}
        </button>
      </div>
    </Form>
  );
}

/** One of the host's sessions, or all of them. */
function SessionChoice({ chosen }: { chosen: CodeFragment['sessions'][number] | undefined }) {
  const zone = useZone();
  const [{ data }] = useQuery({ query: CodeSessionsDocument });
  if (!data?.viewer) return null;
  const { nodes, pageInfo } = data.viewer.hostedSessions;
  const others = nodes.filter(({ id }) => id !== chosen?.id);
  return (
    <Choice
      label="Session"
      name="session"
      {...(pageInfo.hasNextPage && { hint: `Your next ${nodes.length}. For a later one, give it a tag of its own.` })}
      defaultValue={chosen?.id ?? ''}
      options={[
        ['', 'all'],
        ...(chosen ? [[chosen.id, chosen.title] as const] : []),
        ...others.map(({ id, title, startsAt }) => [id, `${title}, ${formatMoment(startsAt, zone)}`] as const),
      ]}
    />
  );
}
