import type { Schemas } from '../api/client.js';

export type RideStatus = Schemas['RideStatus'];
export type DataSource = Schemas['PointSource'] | Schemas['DataSource'];

export const STATUS_TEXT: Readonly<Record<RideStatus, string>> = {
  OPERATING: 'Operating',
  DOWN: 'Down',
  CLOSED: 'Closed',
  REFURBISHMENT: 'Refurbishment',
};

export const SOURCE_TEXT: Readonly<Record<DataSource, string>> = {
  LIVE: 'live data',
  ARCHIVE: 'the archive',
  HISTORY_API: 'the History API',
  BOTH: 'live data and the archive',
};

export const QUEUE_TEXT: Readonly<Record<Schemas['QueueType'], string>> = {
  STANDBY: 'Standby',
  SINGLE_RIDER: 'Single rider',
  RETURN_TIME: 'Return time',
  PAID_RETURN_TIME: 'Paid return time',
  BOARDING_GROUP: 'Boarding group',
  PAID_STANDBY: 'Paid standby',
};

/** `Meet and greet` of `MEET_AND_GREET` */
export function wordText(word: string): string {
  const text = word.replaceAll('_', ' ').toLowerCase();
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}

/** The sources of several values: `from live data and the archive` */
export function sourcesText(sources: Iterable<DataSource | null>): string | null {
  const texts = [...new Set(sources)].flatMap((source) => (source === null ? [] : [SOURCE_TEXT[source]]));
  return texts.length === 0 ? null : `From ${[...new Set(texts)].join(' and ')}`;
}
