import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Local dates of a park in which its feed reports DOWN, both ends included; they do not overlap. */
@Entity('park_down_reports')
export class ParkDownReport {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The first day with DOWN. */
  @PrimaryColumn({ name: 'from_date', type: 'date' })
  fromDate: string;

  /** The last day with DOWN before a year without; null: the feed reports DOWN still. */
  @Column({ name: 'until_date', type: 'date', nullable: true })
  untilDate: string | null;
}
