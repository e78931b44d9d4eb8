import { Choice } from '../parts/form.tsx';

export const moods = ['Very low', 'Low', 'Even', 'Good', 'Very good'] as const;

/** How a person felt, from 1 to 5. */
export function Mood({ defaultValue }: { defaultValue?: number | null }) {
  return (
    <Choice
      label="How do you feel?"
      name="mood"
      defaultValue={defaultValue ? String(defaultValue) : ''}
      options={[['', 'Not said'], ...moods.map((text, index) => [String(index + 1), text] as const)]}
    />
  );
}
