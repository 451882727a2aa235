import type { Schemas } from '../../api/client.js';
import { readId, readWord } from '../../search-params.js';

export const HEAT_METRICS = ['avgWait', 'uptime'] as const satisfies readonly Schemas['HeatmapMetric'][];

/** From Monday to Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** What the view of the patterns keeps in its address besides its period. */
export interface PatternsSearch {
  heat?: (typeof HEAT_METRICS)[number] | undefined;
  /** Missing: today's. */
  weekday?: number | undefined;
}

export function readPatterns(search: Record<string, unknown>): PatternsSearch {
  const { weekday } = readId(search, 'weekday');
  return {
    ...readWord(search, 'heat', HEAT_METRICS),
    ...(weekday !== undefined && weekday <= WEEKDAYS.length && { weekday }),
  };
}
