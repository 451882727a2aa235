import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IMPORTED_SOURCES, type ImportedSource } from '../observations.js';

/** Lists of show times that imports have read; those of live data are in entity_live_details. Rows are kept for ever. */
@Entity('imported_show_times')
export class ImportedShowTimes {
  /** The show. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** When the source reported the list first. */
  @PrimaryColumn({ name: 'observed_from', type: 'datetime', precision: 3 })
  observedFrom: Date;

  /**
   * Until when the list is known to have been reported: the last event with the same list in its file, or for a HISTORY_API row the
   * next list or the end of the fetched day.
   */
  @Column({ name: 'last_confirmed_at', type: 'datetime', precision: 3 })
  lastConfirmedAt: Date;

  /**
   * Where the list comes from.
   *
   * - `ARCHIVE`: an import of the archive
   * - `HISTORY_API`: an import of the History API
   */
  @Column({ name: 'data_source', type: 'enum', enum: [...IMPORTED_SOURCES] })
  dataSource: ImportedSource;

  /** The list, as the source sent it; times without an offset have that of the park. */
  @Column({ name: 'show_times', type: 'json' })
  showTimes: unknown;
}
