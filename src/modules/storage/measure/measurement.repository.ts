import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { FindOptionsWhere, Repository } from 'typeorm';
import { cutText } from '../../../common/text.js';
import { StorageMeasurement } from '../storage-metric.entity.js';
import { namingMissingTable } from '../table-missing.js';
import { anyObservation } from './measurement.sql.js';
import type { BinaryLog, Measurement, MeasurementResult, MeasurementStarter } from './storage-metrics.js';

const MAX_ERROR = 255;
/** Stands in for the binary log in results of earlier versions. */
const NO_BINARY_LOG_MEASURED: BinaryLog = {
  state: 'UNKNOWN',
  bytes: null,
  note: 'this measurement is from an earlier version, which did not measure it',
};

/** Rows of storage_measurements. */
@Injectable()
export class MeasurementRepository {
  constructor(@InjectRepository(StorageMeasurement) private readonly measurements: Repository<StorageMeasurement>) {}

  async insertRunning(jobId: string, startedBy: MeasurementStarter, startedAt: Date): Promise<void> {
    await namingMissingTable(this.measurements.insert({ jobId, startedBy, status: 'RUNNING', startedAt }));
  }

  async complete(jobId: string, finishedAt: Date, result: MeasurementResult): Promise<void> {
    await this.end({ jobId }, { status: 'COMPLETED', finishedAt, result });
  }

  async fail(jobId: string, finishedAt: Date, error: string): Promise<void> {
    await this.end({ jobId }, { status: 'FAILED', finishedAt, error: cutText(error, MAX_ERROR) });
  }

  /** Only for the holder of the lease: a measurement still recorded as running was left by a process that died. */
  async failAbandoned(finishedAt: Date, error: string): Promise<void> {
    await this.end({}, { status: 'FAILED', finishedAt, error });
  }

  async findById(jobId: string): Promise<Measurement | null> {
    return this.newest({ jobId });
  }

  async findRunning(): Promise<Measurement | null> {
    return this.newest({ status: 'RUNNING' });
  }

  /** In whatever state. */
  async findNewest(): Promise<Measurement | null> {
    return this.newest({});
  }

  /** The newest completed measurement. */
  async findLastCompleted(): Promise<Measurement | null> {
    return this.newest({ status: 'COMPLETED' });
  }

  /** Whether there are any observations. */
  async hasObservations(): Promise<boolean> {
    return namingMissingTable(anyObservation(this.measurements.manager));
  }

  private async newest(where: FindOptionsWhere<StorageMeasurement>): Promise<Measurement | null> {
    const found = await namingMissingTable(this.measurements.findOne({ where, order: { startedAt: 'DESC' } }));
    return found && { ...found, result: found.result && completed(found.result) };
  }

  private async end(
    where: FindOptionsWhere<StorageMeasurement>,
    end: Pick<Measurement, 'status' | 'finishedAt'> & Partial<Pick<StorageMeasurement, 'result' | 'error'>>,
  ): Promise<void> {
    await namingMissingTable(this.measurements.update({ ...where, status: 'RUNNING' }, end));
  }
}

function completed(stored: Omit<MeasurementResult, 'binaryLog'>): MeasurementResult {
  return { binaryLog: NO_BINARY_LOG_MEASURED, ...stored };
}
