/** What a rebuild is asked to compute anew: everything, or a park, or some dates. */
export interface RebuildScope {
  parkId: number | null;
  /** Local dates of the parks, both included. */
  from: string | null;
  to: string | null;
}

export interface RebuildRecord extends RebuildScope {
  rebuildId: number;
  parkDaysTotal: number;
  requestedAt: Date;
}

/** When anything of a park was observed. */
export interface ParkSpan {
  parkId: number;
  timezone: string | null;
  firstMs: number;
  lastMs: number;
}
