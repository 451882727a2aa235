import type { INestApplicationContext } from '@nestjs/common';
import { ClockCheck } from '../common/database/database-clock.js';

/** Commands that store instants call this first; scheduled jobs have the same guard. @throws ClockAheadError */
export async function refuseClockAhead(context: INestApplicationContext): Promise<void> {
  await context.get(ClockCheck, { strict: false }).refuseAhead();
}
