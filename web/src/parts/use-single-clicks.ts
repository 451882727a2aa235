import { useEffect } from 'react';

/** Buttons that are meant to be pressed several times in a row, such as the next page. */
const REPEATABLE = '[data-repeatable], [role=switch]';

/**
 * A double click presses a button once. A second request would be refused because of the first, and a second press would confirm
 * a question that nobody has read.
 */
export function useSingleClicks(): void {
  useEffect(() => {
    const ignoreRepeated = (event: MouseEvent) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (event.detail < 2 || button === null || button.matches(REPEATABLE)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('click', ignoreRepeated, true);
    return () => document.removeEventListener('click', ignoreRepeated, true);
  }, []);
}
