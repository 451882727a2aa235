export const RESOLUTION_STATUSES = ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX'] as const;
export type ResolutionStatus = (typeof RESOLUTION_STATUSES)[number];

/** The moves of a finding. What is decided can only be reopened, so that every second thought shows in the history. */
const MOVES: Readonly<Record<ResolutionStatus, readonly ResolutionStatus[]>> = {
  OPEN: ['INVESTIGATING', 'RESOLVED', 'WONTFIX'],
  INVESTIGATING: ['OPEN', 'RESOLVED', 'WONTFIX'],
  RESOLVED: ['OPEN'],
  WONTFIX: ['OPEN'],
};

/** Still to be dealt with. */
export const UNRESOLVED: readonly ResolutionStatus[] = ['OPEN', 'INVESTIGATING'];

/** Whether a person may move it so. Staying is no move: it adds a note. */
export function mayMove(from: ResolutionStatus, to: ResolutionStatus): boolean {
  return from === to || MOVES[from].includes(to);
}

export const movesFrom = (from: ResolutionStatus): readonly ResolutionStatus[] => MOVES[from];
