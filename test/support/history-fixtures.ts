import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../history-api/fixtures');

/** A recorded response of the History API, as JSON. See the README beside the files. */
export function historyFixture(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}

/** One of the responses of the file with several. */
export function namedHistoryFixture(name: string): unknown {
  const responses = historyFixture('typelib_history_responses') as Record<string, unknown>;
  if (!(name in responses)) throw new Error(`there is no response "${name}"`);
  return responses[name];
}

/** All recorded responses with history rows. */
export const recordedHistories = (): [name: string, body: unknown][] => [
  ...['space_mountain_history_2026-09-26', 'barnstormer_history', 'mk_history_park'].map((name): [string, unknown] => [
    name,
    historyFixture(name),
  ]),
  ...[
    'entity-history',
    'park-history',
    'queue-paid-return-time',
    'queue-paid-standby',
    'queue-single-rider',
    'showtimes',
  ].map((name): [string, unknown] => [name, namedHistoryFixture(name)]),
];
