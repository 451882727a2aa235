import { useEffect, useState } from 'react';
import { localDateOf } from '../format/times.js';

const MINUTE_MS = 60_000;

/** The local day of a park. */
export const useToday = (timezone: string | null): string => localDateOf(useNowMs(), timezone);

/** The present instant, to the minute. */
export function useNowMs(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
