import { type FormEvent, type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import {
  FieldError,
  FormValidationContext,
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
  /** Receives the values by the names of their fields, and those that the form began with. */
  onSubmit: (values: Record<string, string>, before: Record<string, string>) => void;
  refusal: Reason | null;
  children: ReactNode;
  className?: string;
}

/** A form. What the API finds wrong with a field stands at the field of that name; any other refusal at the end. */
export function Form({ onSubmit, refusal, children, className = 'form' }: FormProps) {
  const [names, setNames] = useState<readonly string[]>([]);
  const [answered, setAnswered] = useState<Reason | null>(null);
  // A form with faults cannot be sent, so they go once the person types.
  const present = refusal === answered ? null : refusal;
  // The same errors stay the same object: React Aria takes another one for news, and shows them again.
  const { errors, isAllShown } = useMemo(() => atFields(present, names), [present, names]);
  const form = useRef<HTMLFormElement>(null);
  const before = useRef<Record<string, string>>({});
  useEffect(() => {
    if (form.current) before.current = valuesOf(form.current);
  }, []);
  // A fault that nobody sees cannot be mended.
  useEffect(() => {
    for (const name of Object.keys(errors)) revealField(form.current?.elements.namedItem(name));
  }, [errors]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    commitField(document.activeElement);
    const values = valuesOf(event.currentTarget);
    setNames(Object.keys(values));
    onSubmit(values, before.current);
  };
  return (
    <form
      ref={form}
      className={className}
      onSubmit={submit}
      onInput={() => setAnswered(refusal)}
      onInvalidCapture={({ target }) => revealField(target)}
      onMouseDown={keepFocus}
    >
      <FormValidationContext value={errors}>
        {children}
        <Refusal refusal={isAllShown ? null : present} />
      </FormValidationContext>
    </form>
  );
}

const valuesOf = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/** Ends the typing in a field as leaving it does: only then its fault goes that was mended. */
function commitField(field: Element | null): void {
  if (field instanceof HTMLInputElement) field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Opens the details that a field is hidden in. */
function revealField(field: unknown): void {
  const details = field instanceof Element ? field.closest('details') : null;
  if (details) details.open = true;
}

/**
 * A field that loses the focus shows its fault no longer, so the button below would move away from under the mouse before it
 * is clicked.
 */
function keepFocus(event: MouseEvent<HTMLFormElement>): void {
  if (event.target instanceof Element && event.target.closest('button[type="submit"]')) event.preventDefault();
}

/** The faults of a refusal by the fields of a form, and whether every fault has one. */
function atFields(refusal: Reason | null, names: readonly string[]) {
  const issues = refusal?.issues ?? [];
  const fieldOf = (path: readonly string[]) => path.findLast((part) => names.includes(part));
  return {
    errors: Object.fromEntries(issues.map(({ path, message }) => [fieldOf(path) ?? '', message])),
    isAllShown: issues.length > 0 && issues.every(({ path }) => fieldOf(path) !== undefined),
  };
}

interface FieldProps extends Omit<TextFieldProps, 'children' | 'className'> {
  label: string;
  hint?: ReactNode;
  isLong?: boolean;
  input?: InputProps;
}

/** The last days that are dates to the API: a browser takes years of six digits otherwise. */
const lastOf: Partial<Record<string, string>> = { date: '9999-12-31', 'datetime-local': '9999-12-31T23:59' };

/** A text with its label, a hint, and what is wrong with it. */
export function Field({ label, hint, isLong, input, ...props }: FieldProps) {
  return (
    <TextField {...props} className="field">
      <Label>{label}</Label>
      {isLong ? <TextArea rows={4} /> : <Input max={lastOf[props.type ?? '']} {...input} />}
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </TextField>
  );
}

interface NumberFieldProps {
  label: string;
  name: string;
  value: number | null | undefined;
  min?: number;
  max?: number;
  hint?: string;
  isRequired?: boolean;
}

/** A whole number. The browser sends nothing else: what is no number would look like an empty field, which means no limit. */
export function NumberField({ value, min, max, ...props }: NumberFieldProps) {
  return (
    <Field {...props} type="number" defaultValue={value == null ? '' : String(value)} input={{ min, max, step: 1 }} />
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
