import type { ClockReading } from '../../../common/database/clock-check.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { offsetText } from '../../../common/time/clock-verdict.js';

/** Which of two clocks is wrong cannot be told: what lies ahead of one of them may be true. */
export class ClockDisagreesError extends DomainError {
  constructor(reading: ClockReading) {
    super('CLOCK_DISAGREES', messageOf(reading), { offsetSeconds: reading.offsetMs / 1_000 });
  }
}

function messageOf({ offsetMs, verdict }: ClockReading): string {
  if (verdict === 'UNKNOWN') return 'The database takes too long to answer to compare the clocks. Try again';
  return (
    `The clock of this host is ${offsetText(offsetMs)} ${verdict === 'AHEAD' ? 'ahead of' : 'behind'} the database's ` +
    'clock. Set the one that is wrong first: what lies ahead is found by the clock of the database'
  );
}
