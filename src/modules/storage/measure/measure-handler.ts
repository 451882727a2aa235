import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../common/time/clock.js';
import type { JobHandler } from '../../jobs/job-handler.js';
import { MeasureService } from './measure.service.js';
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

  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.service.measure({ startedBy: 'SCHEDULE', signal });
    } catch (error) {
      if (!(error instanceof MeasurementInProgressError)) throw error;
      this.logger.log('another process is measuring the storage already');
    }
  }
}
