import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { archiveEvent, zlibFile } from './archive-event.js';

export const DESTINATION_ID = '89db5d43-c434-4097-b71f-f6869f495a22';

/** An event of a hand-made archive; other fields have the values of `archiveEvent`. */
export interface Reported {
  at: string;
  wait: number | null;
  status?: string;
  rideId?: string;
  parkId?: string;
  timezone?: string;
  /** Additional queues. */
  queues?: Record<string, unknown>;
  /** Absent: the event has none. */
  showtimes?: unknown;
}

export function reported(event: Reported): object {
  const { at, wait, status = 'OPERATING', queues = {}, showtimes, rideId, parkId, timezone } = event;
  return archiveEvent({
    eventTime: at,
    data: {
      status,
      queue: { STANDBY: { waitTime: wait }, ...queues },
      ...(showtimes === undefined ? {} : { showtimes }),
    },
    ...(rideId === undefined ? {} : { entityId: rideId }),
    ...(parkId === undefined ? {} : { parkId }),
    ...(timezone === undefined ? {} : { timezone }),
  });
}

const pathOf = (folder: string, day: string): string =>
  join(folder, DESTINATION_ID, `${day.replaceAll('-', '/')}.json.gz`);

/** Writes a day file with these events, replacing an existing one. */
export function writeDay(folder: string, day: string, events: readonly Reported[]): void {
  writeBytes(folder, day, zlibFile(events.map(reported)));
}

export function writeBytes(folder: string, day: string, bytes: Uint8Array): void {
  mkdirSync(dirname(pathOf(folder, day)), { recursive: true });
  writeFileSync(pathOf(folder, day), bytes);
}

export function emptyArchive(folder: string): void {
  rmSync(join(folder, DESTINATION_ID), { recursive: true, force: true });
}
