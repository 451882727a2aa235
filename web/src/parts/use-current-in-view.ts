import { type RefObject, useEffect } from 'react';

/** Scrolls a row of links or tabs sideways to the current one: on a telephone, not all of them fit. */
export function useCurrentInView(row: RefObject<HTMLElement | null>, current: string): void {
  useEffect(() => {
    const box = row.current;
    const item = box?.querySelector('[aria-current="page"], [aria-selected="true"]');
    if (!box || !item) return;
    const [outer, inner] = [box.getBoundingClientRect(), item.getBoundingClientRect()];
    box.scrollBy({ left: inner.left - outer.left - (outer.width - inner.width) / 2 });
  }, [row, current]);
}
