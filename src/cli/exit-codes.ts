/** The exit codes of all commands. Scripts rely on them. */
export const EXIT = {
  DONE: 0,
  FAILED: 1,
  WRONG_USAGE: 2,
  /** Finished, but some data was rejected. */
  REJECTED_DATA: 3,
  /** Finished, but the requested range has no data. */
  NO_DATA: 4,
  /** EX_CONFIG of sysexits.h. */
  CONFIGURATION: 78,
  /** Stopped by a signal or a pause; completed work is kept. */
  INTERRUPTED: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const MEANINGS: Record<keyof typeof EXIT, string> = {
  DONE: 'done',
  FAILED:
    'failed, nothing found, or in progress in another process; migrate status: a migration is missing, or the schema is ' +
    'newer than the program',
  WRONG_USAGE: 'wrong usage; nothing was done',
  REJECTED_DATA: 'done, but some data was rejected, some destinations or parks failed, or the doctor found a problem',
  NO_DATA: 'done, but there was no data in the range (export)',
  CONFIGURATION: 'wrong configuration; nothing was done',
  INTERRUPTED: 'stopped by a signal or paused; completed work is kept',
};

/** Printed by `warehouse help exit-codes`. */
export const EXIT_CODE_TABLE = Object.entries(EXIT)
  .map(([name, code]) => `  ${String(code).padStart(3)}  ${MEANINGS[name as keyof typeof EXIT]}`)
  .join('\n');
