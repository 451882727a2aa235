import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { MEASUREMENT_STARTERS, MEASUREMENT_STATUSES } from '../measure/measurement.js';
import type { MeasurementResult, MeasurementStarter, MeasurementStatus } from '../measure/measurement.js';

@Index('ix_storage_measurements_started', ['startedAt'])
@Entity('storage_measurements')
export class StorageMeasurement {
  @PrimaryColumn({ name: 'job_id', type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' })
  jobId: string;

  @Column({ name: 'started_by', type: 'enum', enum: [...MEASUREMENT_STARTERS] })
  startedBy: MeasurementStarter;

  @Column({ type: 'enum', enum: [...MEASUREMENT_STATUSES] })
  status: MeasurementStatus;

  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  @Column({ type: 'json', nullable: true })
  result: MeasurementResult | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  error: string | null;
}
