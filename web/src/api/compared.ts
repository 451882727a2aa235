import type { Schemas } from './client.js';

export type ComparedKind = 'rides' | 'parks';

export interface Compared {
  kind: ComparedKind;
  period: { from: string; to: string };
  /** With the id that was requested: a ride that is linked to another has the id of that one in its entity. */
  entries: (Schemas['YearOverYearView'] & { id: number })[];
}

/** Without a period nothing is requested. Such a key is no other's, or the data of that one would count as its own. */
export const comparedKey = (kind: ComparedKind, ids: readonly number[], period: Compared['period'] | null) =>
  ['comparison', kind, ids, period?.from ?? null, period?.to ?? null] as const;

/** What a page goes on showing while the next comparison is being loaded: a park may have the id of a ride. */
export const keptOf =
  (kind: ComparedKind, period: Compared['period'] | null) =>
  (previous: Compared | undefined): Compared | undefined =>
    period !== null && previous?.kind === kind ? previous : undefined;
