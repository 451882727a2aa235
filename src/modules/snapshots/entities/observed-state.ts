import { Column } from 'typeorm';

/** What one observation says of a ride. */
export abstract class ObservedState {
  @Column({ type: 'enum', enum: ['OPERATING', 'DOWN', 'CLOSED', 'REFURBISHMENT'], nullable: true })
  status: 'OPERATING' | 'DOWN' | 'CLOSED' | 'REFURBISHMENT' | null;

  @Column({ name: 'wait_time', type: 'smallint', nullable: true })
  waitTime: number | null;

  @Column({ name: 'last_confirmed_at', type: 'datetime', precision: 3, nullable: true })
  lastConfirmedAt: Date | null;

  @Column({ name: 'last_updated_api', type: 'datetime', nullable: true })
  lastUpdatedApi: Date | null;

  @Column({ name: 'data_source', type: 'enum', enum: ['LIVE', 'ARCHIVE'] })
  dataSource: 'LIVE' | 'ARCHIVE';
}
