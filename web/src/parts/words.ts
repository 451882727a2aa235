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

/** `a, b and c` */
export const listText = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

/** The sources of several values: `from live data and the archive` */
export function sourcesText(sources: Iterable<DataSource | null>): string | null {
  const found = [...new Set(sources)].filter((source) => source !== null);
  // An hour or day with both sources counts as one of each.
  const single = found.flatMap((source): DataSource[] => (source === 'BOTH' ? ['LIVE', 'ARCHIVE'] : [source]));
  const texts = [...new Set(single)].map((source) => SOURCE_TEXT[source]);
  return texts.length === 0 ? null : `From ${listText(texts)}`;
}
