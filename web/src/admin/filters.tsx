import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { words } from '../parts/words.ts';

/** What the address says of a filter; changing it begins at the first page. */
export function useFilter(name: string): [value: string, change: (value: string) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = (value: string) =>
    setParameters((present) => {
      const next = new URLSearchParams(present);
      for (const gone of ['after', 'before', name]) next.delete(gone);
      if (value) next.set(name, value);
      return next;
    });
  return [parameters.get(name) ?? '', change];
}

/** A text to search for, which is looked for on Enter. */
export function SearchFilter({ name = 'q', label = 'Search' }: { name?: string; label?: string }) {
  const [value, change] = useFilter(name);
  const input = useRef<HTMLInputElement>(null);
  // The address may change otherwise, like by going back. Another field would take the focus from whoever types on.
  useEffect(() => {
    if (input.current) input.current.value = value;
  }, [value]);
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        change(String(new FormData(event.currentTarget).get(name) ?? '').trim());
      }}
    >
      <label htmlFor={`filter-${name}`}>{label}</label>
      <input ref={input} id={`filter-${name}`} name={name} type="search" defaultValue={value} maxLength={200} />
    </form>
  );
}

/** One of the values of an enum, or all. */
export function EnumFilter({ name, label, values }: { name: string; label: string; values: readonly string[] }) {
  const [value, change] = useFilter(name);
  return (
    <div className="field">
      <label htmlFor={`filter-${name}`}>{label}</label>
      <select id={`filter-${name}`} value={value} onChange={({ target }) => change(target.value)}>
        <option value="">All</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The value of a filter, where it is one of an enum. */
export const oneOf = <Value extends string>(value: string, values: readonly Value[]): Value | undefined =>
  values.find((one) => one === value);
