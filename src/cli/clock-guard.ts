import type { INestApplicationContext } from '@nestjs/common';
import { ClockCheck, type ClockReading } from '../common/database/database-clock.js';
import { DomainError } from '../common/domain-error.js';
import { refusalText } from '../modules/collector/clock-problems.js';

/** What the program would store or judge by the time of now would belong to a time that is still to come. */
export class ClockAheadError extends DomainError {
  constructor(reading: ClockReading) {
    super('CLOCK_DISAGREES', refusalText(reading), { offsetSeconds: reading.offsetMs / 1_000 });
  }
}

/** For programs that store instants, before they begin; scheduled jobs have the same guard. @throws ClockAheadError */
export async function refuseClockAhead(context: INestApplicationContext): Promise<void> {
  const reading = await context.get(ClockCheck, { strict: false }).read();
  if (reading.verdict === 'AHEAD') throw new ClockAheadError(reading);
}
