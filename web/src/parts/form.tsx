import { type FormEvent, type ReactNode, useId } from 'react';
import {
  Form as AriaForm,
  FieldError,
  Input,
  type InputProps,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';
import type { Refusal as Reason } from '../graphql/hooks.ts';
import { Refusal } from './refusal.tsx';

interface FormProps {
  /** Receives the values by the names of their fields. */
  onSubmit: (values: Record<string, string>) => void;
  refusal: Reason | null;
  children: ReactNode;
  className?: string;
}

/** A form. What the API finds wrong with a field stands at the field of that name; any other refusal at the end. */
export function Form({ onSubmit, refusal, children, className = 'form' }: FormProps) {
  const issues = refusal?.issues ?? [];
  const errors = Object.fromEntries(issues.map(({ path, message }) => [path.at(-1) ?? '', message]));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    onSubmit(Object.fromEntries([...data].map(([name, value]) => [name, String(value)])));
  };
  return (
    <AriaForm className={className} onSubmit={submit} validationErrors={errors}>
      {children}
      <Refusal refusal={refusal} />
    </AriaForm>
  );
}

interface FieldProps extends Omit<TextFieldProps, 'children' | 'className'> {
  label: string;
  hint?: ReactNode;
  isLong?: boolean;
  input?: InputProps;
}

/** A text with its label, a hint, and what is wrong with it. */
export function Field({ label, hint, isLong, input, ...props }: FieldProps) {
  return (
    <TextField {...props} className="field">
      <Label>{label}</Label>
      {isLong ? <TextArea rows={4} /> : <Input {...input} />}
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </TextField>
  );
}

interface ChoiceProps {
  label: string;
  name?: string;
  options: readonly (readonly [value: string, label: string])[];
  defaultValue?: string;
  value?: string;
  onChange?: (value: string) => void;
  hint?: ReactNode;
}

/** One of a few values: the browser's own list, which every device shows in its way. */
export function Choice({ label, options, hint, onChange, ...props }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={onChange && ((event) => onChange(event.target.value))}
        {...props}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {hint && (
        <span id={`${id}-hint`} className="field-hint">
          {hint}
        </span>
      )}
    </div>
  );
}

interface CheckProps {
  label: ReactNode;
  name?: string;
  defaultChecked?: boolean;
  checked?: boolean;
  onChange?: (isChecked: boolean) => void;
  disabled?: boolean;
}

export function Check({ label, onChange, ...props }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" onChange={onChange && ((event) => onChange(event.target.checked))} {...props} />
      <span>{label}</span>
    </label>
  );
}
