import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { QuoteDocument } from '../generated/quote.ts';
import type { PartFragment, QuoteQuery } from '../generated/types.ts';
import { type Refusal as Reason, refusalOf } from '../graphql/hooks.ts';
import { Choice, Field } from '../parts/form.tsx';
import { formatMoney, formatPrice } from '../parts/money.ts';
import { Refusal } from '../parts/refusal.tsx';
import { count } from '../parts/words.ts';
import { leftOf } from '../passes/terms.ts';

type Passes = PartFragment['passes'];
type Quote = Extract<QuoteQuery['bookingQuote'], { __typename: 'BookingQuote' }>;
interface Priced {
  id: string;
  price: { amountMinor: number; currency: string };
}

/** The viewer's choice of what pays and their code, with what the seats cost by it. */
export function usePayment({ id, price }: Priced, passes: Passes, seats: number) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [code, setCode] = useState('');
  // A pass that is used up meanwhile pays for nothing.
  const pass = passes.find((one) => one.id === (chosen ?? passes[0]?.id)) ?? null;
  const promotionCode = pass ? null : code || null;
  const payWith = pass?.id ?? null;
  const [{ data, error, fetching }, quoteAgain] = useQuery({
    query: QuoteDocument,
    variables: { sessionId: id, seats, promotionCode, payWith },
    pause: price.amountMinor === 0,
    requestPolicy: 'network-only',
  });
  const quoted = useRef(price);
  useEffect(() => {
    if (formatMoney(quoted.current) === formatMoney(price)) return;
    quoted.current = price;
    quoteAgain({ requestPolicy: 'network-only' });
  }, [price, quoteAgain]);
  const result = data?.bookingQuote ?? null;
  const quote: Quote | null = result?.__typename === 'BookingQuote' && !fetching ? result : null;
  const refusal: Reason | null = error ? refusalOf(error) : result && 'code' in result ? result : null;
  return {
    ...{ pass, choose: setChosen, code, setCode, quote, refusal },
    /** What a booking has to say of its payment. */
    input: { payWith, promotionCode },
  };
}

export type Payment = ReturnType<typeof usePayment>;

/** What the button says of the price. */
export function priceOf({ pass, quote }: Payment, whole: { amountMinor: number; currency: string }): string {
  if (pass) return 'by your pass';
  return formatPrice(quote?.amount ?? whole);
}

interface PayWithProps {
  passes: Passes;
  payment: Payment;
  /** Whether a pass is for sale that pays for the session. */
  hasOffers: boolean;
}

/** The choice of a pass, a field for a code, and what the seats cost by them. */
export function PayWith({ passes, payment, hasOffers }: PayWithProps) {
  const { pass, choose, code, setCode, quote, refusal } = payment;
  return (
    <>
      {passes.length > 0 && (
        <Choice
          label="Pay with"
          options={[...passes.map((one) => [one.id, `${one.title} (${leftOf(one)})`] as const), ['', 'money'] as const]}
          value={pass?.id ?? ''}
          onChange={choose}
        />
      )}
      {passes.length === 0 && hasOffers && (
        <p className="muted fine">
          <Link to="/passes">A pass</Link> can pay for it.
        </p>
      )}
      {!pass && <CodeField code={code} setCode={setCode} refusal={code ? refusal : null} />}
      <p role="status" className="fine">
        {quote && quote.discount.amountMinor > 0 && (
          <>
            {formatMoney(quote.price)} less {formatMoney(quote.discount)}: <strong>{formatPrice(quote.amount)}</strong>
          </>
        )}
        {quote && quote.credits > 0 && pass?.credits !== null && `Your pass gives ${count(quote.credits, 'credit')}.`}
        {pass && refusal?.message}
      </p>
    </>
  );
}

/** A field for a code, which counts once the person leaves it: wrong codes are limited. */
function CodeField({ code, setCode, refusal }: Pick<Payment, 'code' | 'setCode' | 'refusal'>) {
  const [typed, setTyped] = useState(code);
  const apply = () => setCode(typed.trim());
  return (
    <details>
      <summary>I have a code</summary>
      <div className="stack">
        <Field
          label="Promotion code"
          value={typed}
          onChange={setTyped}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // The code is applied, and not yet booked by.
            event.preventDefault();
            apply();
          }}
          maxLength={100}
          input={{ autoComplete: 'off' }}
        />
        <div className="actions">
          <button type="button" onClick={apply}>
            Apply the code
          </button>
        </div>
        <Refusal refusal={refusal} />
      </div>
    </details>
  );
}
