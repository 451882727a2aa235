import { useEffect, useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import { type SearchHit, search } from '../api/queries.js';
import { useDebounced } from './use-debounced.js';

const PAUSE_MS = 150;
const NONE: readonly SearchHit[] = [];

interface Hits {
  /** What was searched for, which may be an earlier state of the text. */
  wanted: string;
  hits: readonly SearchHit[];
  /** The hits are those of the text as it is now. */
  areCurrent: boolean;
  isError: boolean;
}

/** The hits for the name that is being typed. */
export function useHits(text: string): Hits {
  const typed = text.trim();
  const settled = useDebounced(typed, PAUSE_MS);
  // A field that was emptied has no hits, without a pause.
  const wanted = typed === '' ? '' : settled;
  const { data, isError, isPlaceholderData } = useQuery(search(wanted));
  const areCurrent = wanted !== '' && wanted === typed && data !== undefined && !isPlaceholderData;
  return { wanted, hits: wanted === '' ? NONE : (data?.data ?? NONE), areCurrent, isError };
}

/**
 * Enter opens the first hit of the typed text. If they have not arrived yet, it opens the first one once they have, never a hit
 * of an earlier text. Returns what to call at Enter, and when the reader does something else.
 */
export function useEnter(
  { areCurrent, isError }: Pick<Hits, 'areCurrent' | 'isError'>,
  hits: readonly SearchHit[],
  open: (hit: SearchHit | undefined) => void,
): { enter: (active: number) => void; forget: () => void } {
  const isAwaited = useRef(false);
  useEffect(() => {
    // A failed search is repeated automatically, perhaps long after the reader has moved on.
    if (isError) isAwaited.current = false;
    if (!areCurrent || !isAwaited.current) return;
    isAwaited.current = false;
    open(hits[0]);
  });
  return {
    enter: (active) => {
      if (areCurrent) open(hits[active]);
      else isAwaited.current = !isError;
    },
    forget: () => {
      isAwaited.current = false;
    },
  };
}
