import { Field } from '../parts/form.tsx';

/** The field for a code, where the account asks for one. */
export function CodeField({ autoFocus = false }: { autoFocus?: boolean }) {
  return (
    <Field
      label="Code"
      name="code"
      isRequired
      autoFocus={autoFocus}
      autoComplete="one-time-code"
      maxLength={40}
      input={{ autoCapitalize: 'characters', spellCheck: 'false' }}
      hint="Of your authenticator app; or one of your recovery codes, which works once."
    />
  );
}
