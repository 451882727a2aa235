/** The lease of a job that some process holds. */
export interface LeaseHold {
  since: Date;
  /** Prolonged while its process lives. */
  until: Date;
}

/** To be put behind "... is under way": since when, and what to expect where the holder is dead. */
export function holdText(hold: LeaseHold | null): string {
  if (hold === null) return '';
  return ` since ${toSecond(hold.since)} (if its process has died, the lease ends at ${toSecond(hold.until)})`;
}

const toSecond = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;
