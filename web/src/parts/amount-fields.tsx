import { useState } from 'react';
import { Field } from './form.tsx';
import { faultOfAmount } from './money.ts';

interface AmountFieldsProps {
  label: string;
  name: string;
  /** What the field of the amount begins with, as it is typed. */
  defaultAmount: string;
  defaultCurrency: string;
  isRequired?: boolean;
}

/** An amount and its currency, which says how many decimals the amount may have. */
export function AmountFields({ label, name, defaultAmount, defaultCurrency, isRequired = false }: AmountFieldsProps) {
  const [currency, setCurrency] = useState(defaultCurrency);
  return (
    <>
      <Field
        label={label}
        name={name}
        defaultValue={defaultAmount}
        validate={(text) => faultOfAmount(text, currency)}
        isRequired={isRequired}
        input={{ inputMode: 'decimal' }}
      />
      <Field label="Currency" name="currency" value={currency} onChange={setCurrency} maxLength={3} isRequired />
    </>
  );
}
