import type { Schemas } from './client.js';

export type ComparedKind = 'rides' | 'parks';

export interface Compared {
  kind: ComparedKind;
  period: { from: string; to: string };
  /** `id`: the one that was requested. The entity of a linked ride has the id of the ride that it is linked to. */
  entries: (Schemas['YearOverYearView'] & { id: number })[];
}

/** Without a period nothing is requested. The key is then unlike every other, because queries with equal keys share their data. */
export const comparedKey = (kind: ComparedKind, ids: readonly number[], period: Compared['period'] | null) =>
  ['comparison', kind, ids, period?.from ?? null, period?.to ?? null] as const;

/** What a page still shows while the next comparison is being loaded: only one of the same kind, because a park may have the id of a ride. */
export const keptOf =
  (kind: ComparedKind, period: Compared['period'] | null) =>
  (previous: Compared | undefined): Compared | undefined =>
    period !== null && previous?.kind === kind ? previous : undefined;
