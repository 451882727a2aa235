import {
  DESTINATIONS,
  EXTERNAL_ID_ROWS,
  METADATA,
  METADATA_HISTORY,
  PARKS,
  RIDES,
  SCHEDULE_PRICES,
  SCHEDULES,
} from './catalogue-datasets.js';
import { PARK_DAYS, PARK_HOURS, PARK_MONTHS, RIDE_DAYS, RIDE_HOURS, RIDE_MONTHS } from './statistics-datasets.js';
import type { TableDataset } from './table-dataset.js';

/** Every dataset besides the observations themselves, in the order of lists. */
export const TABLE_DATASETS: readonly TableDataset[] = [
  ...[RIDE_HOURS, RIDE_DAYS, RIDE_MONTHS, PARK_HOURS, PARK_DAYS, PARK_MONTHS],
  ...[DESTINATIONS, PARKS, RIDES, EXTERNAL_ID_ROWS, SCHEDULES, SCHEDULE_PRICES, METADATA, METADATA_HISTORY],
];

export const TABLE_DATASET_NAMES = TABLE_DATASETS.map(({ name }) => name);
