import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/durations.js';
import { Clock } from '../../../common/time/clock.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { MEASURE_JOB, MeasureService } from './measure.service.js';
import { MeasurementInProgressError } from './storage-errors.js';

/** The measurement of the day. */
@Injectable()
export class MeasureHandler implements JobHandler {
  private readonly logger = new Logger(MeasureHandler.name);

  constructor(
    private readonly service: MeasureService,
    private readonly clock: Clock,
  ) {}

  /** Where there is something to measure and today has no measurement yet. */
  async isDueAtStart(): Promise<boolean> {
    const last = await this.service.lastCompleted();
    const today = this.clock.now().toISOString().slice(0, 10);
    return last?.result?.measurementDate !== today && (await this.service.hasObservations());
  }

  // After the partitions: a count makes a change of a table's partitions wait.
  @Cron('0 50 3 * * *', { name: MEASURE_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Measures tables and disk, and projects their growth',
    timeoutMs: 30 * MINUTE_MS,
    needsRightClock: true,
  })
  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.service.measure({ startedBy: 'SCHEDULE', signal });
    } catch (error) {
      if (!(error instanceof MeasurementInProgressError)) throw error;
      this.logger.log('another process is measuring the storage already');
    }
  }
}
