/** How the programs end; scripts rely on these. */
export const EXIT = {
  DONE: 0,
  FAILED: 1,
  WRONG_USAGE: 2,
  /** Finished, but some of the data was refused. */
  REJECTED_DATA: 3,
  /** Finished, but there was nothing of what was asked for. */
  NO_DATA: 4,
  /** EX_CONFIG of sysexits.h. */
  CONFIGURATION: 78,
  /** Stopped by a signal or a pause; what was done is kept. */
  INTERRUPTED: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
