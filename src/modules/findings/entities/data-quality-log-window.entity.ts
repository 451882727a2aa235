import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many records of a finding that adds up are in a window of it. */
@Entity('data_quality_log_windows')
export class DataQualityLogWindow {
  @PrimaryColumn({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  fingerprint: string;

  @PrimaryColumn({ name: 'window_start', type: 'datetime', precision: 3 })
  windowStart: Date;

  @Column({ name: 'records_affected', type: 'int', unsigned: true })
  recordsAffected: number;
}
