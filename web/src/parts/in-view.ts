import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** A row of links that scrolls on a phone: the present one is brought into view. */
export function useActiveInView<Element extends HTMLElement>(): RefObject<Element | null> {
  const row = useRef<Element>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another link
  useEffect(() => {
    const active = row.current?.querySelector<HTMLElement>('.active');
    if (active && row.current) row.current.scrollLeft = active.offsetLeft - row.current.clientWidth / 3;
  }, [pathname]);
  return row;
}
