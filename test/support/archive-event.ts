import { deflateSync } from 'node:zlib';
import { parseArchiveFile } from '../../src/modules/import/parser/archive-parser.js';
import type { ParsedFile, ParseOptions } from '../../src/modules/import/parser/parsed-file.js';

export const RIDE_ID = '750939c5-a69e-408a-8d55-66c272fa265e';
export const PARK_ID = 'eb3f4560-2383-4a36-9152-6b3e5ed6bc57';
export const EVENT_MS = Date.UTC(2024, 11, 25, 0, 5, 10, 644);

type Json = Record<string, unknown>;

export const parseOptions: ParseOptions = {
  fileDay: '2024-12-25',
  minInstantMs: Date.UTC(2010, 0, 1),
  maxInstantMs: Date.UTC(2025, 0, 1),
  maxInflatedBytes: 16 * 1024 * 1024,
};

/** An event in the form of the archive, with overrides. */
export function archiveEvent(overrides: Json = {}): Json {
  return {
    entityId: RIDE_ID,
    internalId: '10877',
    name: 'TRANSFORMERS™: The Ride-3D',
    data: { status: 'OPERATING', queue: { STANDBY: { waitTime: 45 } } },
    eventTime: '2024-12-25T00:05:10.644Z',
    localTime: '2024-12-24T19:05:10-05:00',
    timezone: 'America/New_York',
    parkId: PARK_ID,
    parkSlug: 'universalstudiosflorida',
    ...overrides,
  };
}

export function eventWithQueue(queue: unknown, overrides: Json = {}): Json {
  return archiveEvent({ data: { status: 'OPERATING', queue }, ...overrides });
}

export function eventWithWait(waitTime: unknown): Json {
  return eventWithQueue({ STANDBY: { waitTime } });
}

export function zlibFile(content: unknown): Buffer {
  return deflateSync(JSON.stringify(content));
}

export function parseEvents(events: unknown[], overrides: Partial<ParseOptions> = {}): ParsedFile {
  return parseArchiveFile(zlibFile(events), { ...parseOptions, ...overrides });
}

/** Issues as `REASON field ×count`, with `!` if the event was rejected. */
export function issueLines(file: ParsedFile): string[] {
  return file.issues.map((issue) => `${issue.rejected ? '!' : ''}${issue.reason} ${issue.field} ×${issue.count}`);
}

/** Deterministic random numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
