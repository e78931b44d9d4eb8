import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** A row of links that scrolls on a phone: the present one is brought into view. */
export function useActiveInView<Element extends HTMLElement>(): RefObject<Element | null> {
  const row = useRef<Element>(null);
  const shown = useRef<HTMLElement>(null);
  useLocation();
  // At every rendering: some links come later than the address, once it is known who looks.
  useEffect(() => {
    const active = row.current?.querySelector<HTMLElement>('.active') ?? null;
    if (active && row.current && active !== shown.current)
      row.current.scrollLeft = active.offsetLeft - row.current.clientWidth / 3;
    shown.current = active;
  });
  return row;
}
