import { Global, Module } from '@nestjs/common';
import { ClockCheck } from './clock-check.js';
import { DatabaseClock } from './database-clock.js';

/** The clock of the database, wherever the DataSource comes from. */
@Global()
@Module({ providers: [DatabaseClock, ClockCheck], exports: [DatabaseClock, ClockCheck] })
export class DatabaseClockModule {}
