import { useEffect } from 'react';

/** What a person who lost the focus still finds their place by, nearest first. */
const places = 'li, article, section, main';

/** Where the focus goes from a control that is gone: to the nearest thing around it that is left. */
function placeAround(path: readonly Element[]): HTMLElement | undefined {
  return path.find((one): one is HTMLElement => one.isConnected && one.matches(places));
}

/** Focuses what is not focused by a click. */
function focusPlace(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus({ preventScroll: true });
}

/**
 * Gives the focus back where a browser drops it: a button is disabled while its act is under way, and what it did may take it
 * away. Without that, the next key of a person without a mouse goes nowhere, and a screen reader begins at the top.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    /** The control of the page that was focused last, with everything around it. */
    let inPage: Element[] = [];
    /** That of a dialog over the page, since it was opened. */
    let inDialog: Element[] = [];
    let frame = 0;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      const path: Element[] = [];
      for (let one: Element | null = target; one; one = one.parentElement) path.push(one);
      if (target.closest('[role="dialog"]')) inDialog = path;
      else if (target.closest('main')) [inPage, inDialog] = [path, []];
    };
    // Whoever clicks elsewhere wants the focus there, or nowhere.
    const forget = () => {
      [inPage, inDialog] = [[], []];
    };
    const giveBack = () => {
      if (document.activeElement !== document.body) return;
      const path = inDialog.some((one) => one.isConnected && one.matches('[role="dialog"]')) ? inDialog : inPage;
      const [control] = path;
      if (!(control instanceof HTMLElement)) return;
      if (!control.isConnected) {
        const place = placeAround(path);
        if (place) focusPlace(place);
      } else if (!control.matches(':disabled')) control.focus({ preventScroll: true });
    };
    // Pages focus their heading, and dialogs what opened them, at the latest in the frame after a change.
    const look = () => {
      cancelAnimationFrame(frame);
      if (document.activeElement !== document.body) return;
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(giveBack);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', remember);
    document.addEventListener('pointerdown', forget);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      document.removeEventListener('focusin', remember);
      document.removeEventListener('pointerdown', forget);
    };
  }, []);
}
