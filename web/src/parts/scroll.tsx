import type { ReactNode } from 'react';

/** Content that may be wider than a phone: it scrolls in itself, by the keyboard, too. */
export function Scroll({ label, isAtEnd, children }: { label: string; isAtEnd?: boolean; children: ReactNode }) {
  const toEnd = (element: HTMLElement | null) => {
    if (element && isAtEnd) element.scrollLeft = element.scrollWidth;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section ref={toEnd} className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
