import { createInflate, inflateSync } from 'node:zlib';
import { RIDE_STATUSES } from '../../modules/snapshots/observations.js';
import { DEFECT_NAMES, EVENT_DEFECTS, type EventDefectName } from './defect-catalog.js';
import { generateArchive, type GeneratedFile } from './generate-archive.js';
import type { GeneratorOptions } from './generator-options.js';
import { zlibBomb } from './file-container.js';

interface AnyEvent {
  entityId?: unknown;
  eventTime?: string;
  parkId?: string;
  timezone?: string;
  data?: { status: string; queue: { STANDBY?: { waitTime: unknown }; VIRTUAL_LOBBY?: unknown } | null };
}

const OPTIONS: Partial<GeneratorOptions> = {
  days: 20,
  rides: 15,
  destinations: 2,
  defects: DEFECT_NAMES,
  bombBytes: 5_000_000,
};

function eventsOf({ bytes, manifest }: GeneratedFile): AnyEvent[] {
  const content = JSON.parse(inflateSync(bytes!).toString()) as AnyEvent[] | { events: AnyEvent[] };
  return manifest.wrapped ? (content as { events: AnyEvent[] }).events : (content as AnyEvent[]);
}

/** What the event at the place of each defect must look like. */
const SHOWS: Record<EventDefectName, (event: AnyEvent, index: number, events: AnyEvent[], day: string) => boolean> = {
  'missing-event-time': (event) => event.eventTime === undefined,
  'invalid-event-time': (event) => event.eventTime === 'yesterday',
  'missing-entity-id': (event) => event.entityId === undefined,
  'wrong-uuid': (event) => event.entityId === 'not-a-uuid',
  'not-an-object': (event) => (event as unknown) === 42,
  'text-wait': (event) => waitOf(event) === 'abc',
  'negative-wait': (event) => waitOf(event) === -5,
  'impossible-wait': (event) => waitOf(event) === 9999,
  'minus-one-wait': (event) => waitOf(event) === -1,
  'string-wait': (event) => /^\d+$/.test(waitOf(event) as string) && typeof waitOf(event) === 'string',
  'suspicious-wait': (event) => waitOf(event) === 345,
  'unknown-status': (event) => !RIDE_STATUSES.some((status) => status === event.data?.status),
  'unknown-queue-type': (event) => event.data?.queue?.VIRTUAL_LOBBY !== undefined,
  'null-queue': (event) => event.data?.queue === null,
  'missing-park-id': (event) => event.parkId === undefined,
  'missing-timezone': (event) => event.timezone === undefined,
  'outside-file-day': (event, _index, _events, day) => Date.parse(day) - Date.parse(event.eventTime!) > 86_400_000,
  'duplicate-event': (event, index, events) =>
    events.slice(0, index).some((other) => JSON.stringify(other) === JSON.stringify(event)),
  'same-instant': (event, index, events) =>
    events
      .slice(0, index)
      .some((o) => o.entityId === event.entityId && o.eventTime === event.eventTime && waitOf(o) !== waitOf(event)),
  'out-of-order': (event, index, events) =>
    events.slice(index + 1).some((o) => o.entityId === event.entityId && o.eventTime! < event.eventTime!),
};

function waitOf(event: AnyEvent): unknown {
  return event.data?.queue?.STANDBY?.waitTime;
}

describe('defects on request', () => {
  const files = new Map<string, GeneratedFile>();
  beforeAll(async () => {
    for await (const file of generateArchive(OPTIONS)) files.set(file.key, file);
  });
  const withDefect = (name: string) =>
    [...files.values()].filter((file) => file.manifest.defects.some(({ defect }) => defect === name));

  it.each(DEFECT_NAMES)('puts %s in exactly once', (name) => {
    expect(withDefect(name)).toHaveLength(1);
  });

  it.each(Object.keys(EVENT_DEFECTS) as EventDefectName[])('has %s at the place in the manifest', (name) => {
    const file = withDefect(name)[0]!;
    const events = eventsOf(file);
    const { eventIndex } = file.manifest.defects.find(({ defect }) => defect === name)!;
    expect(SHOWS[name](events[eventIndex!]!, eventIndex!, events, file.manifest.utcDay)).toBe(true);
    const { rejected, noted } = EVENT_DEFECTS[name];
    if (rejected) expect(file.manifest.rejected[rejected]).toBeGreaterThan(0);
    if (noted) expect(file.manifest.noted[noted]).toBeGreaterThan(0);
  });

  it('is deterministic: the same defects in the same files', async () => {
    for await (const file of generateArchive(OPTIONS)) {
      expect(file.manifest).toEqual(files.get(file.key)!.manifest);
    }
  });

  it('damages files as documented, without importable events', () => {
    const bytesOf = (name: string) => withDefect(name)[0]!.bytes;
    expect(bytesOf('missing-day')).toBeNull();
    expect(bytesOf('empty-file')).toHaveLength(0);
    expect(() => inflateSync(bytesOf('truncated-file')!)).toThrow('unexpected end of file');
    expect(() => inflateSync(bytesOf('not-zlib')!)).toThrow('incorrect header check');
    expect(inflateSync(bytesOf('empty-object')!).toString()).toBe('{}');
    expect(inflateSync(bytesOf('bomb-file')!)).toHaveLength(5_000_000);
    for (const file of files.values()) {
      if (file.manifest.fileDefect) expect([file.manifest.events, file.observations.length]).toEqual([0, 0]);
    }
  });

  it('adds up: events = accepted + rejected, and accepted = observations + duplicates + conflicts', () => {
    for (const { manifest, observations } of files.values()) {
      const rejected = Object.values(manifest.rejected).reduce((sum, count) => sum + count, 0);
      expect(manifest.events).toBe(manifest.accepted + rejected);
      expect(manifest.accepted).toBe(manifest.observations + manifest.exactDuplicates + manifest.sameInstantConflicts);
      expect(observations).toHaveLength(manifest.observations);
      if (!manifest.fileDefect)
        expect(eventsOf({ bytes: files.get(manifest.key)!.bytes, manifest } as GeneratedFile)).toHaveLength(
          manifest.events,
        );
    }
    const all = [...files.values()].map(({ manifest }) => manifest);
    expect(all.reduce((sum, file) => sum + file.exactDuplicates, 0)).toBe(1);
    expect(all.reduce((sum, file) => sum + file.sameInstantConflicts, 0)).toBe(1);
  });

  it('expects the last of two values of an instant', () => {
    const file = withDefect('same-instant')[0]!;
    const { eventIndex } = file.manifest.defects.find(({ defect }) => defect === 'same-instant')!;
    const event = eventsOf(file)[eventIndex!]!;
    const expected = file.observations.filter(
      ({ entityId, recordedAtMs }) => entityId === event.entityId && recordedAtMs === Date.parse(event.eventTime!),
    );
    expect(expected.map(({ waitMinutes }) => waitMinutes)).toEqual([waitOf(event)]);
  });

  it('never expects two observations of a ride at one instant in all files', () => {
    const identities = [...files.values()].flatMap((file) =>
      file.observations.map(({ entityId, recordedAtMs }) => `${entityId} ${recordedAtMs}`),
    );
    expect(new Set(identities).size).toBe(identities.length);
  });

  it('rejects more damaged files than files', async () => {
    await expect(generateArchive({ days: 2, destinations: 1, defects: DEFECT_NAMES }).next()).rejects.toMatchObject({
      details: { option: 'defects' },
    });
  });
});

describe('zlibBomb', () => {
  it.each([1024, 16 * 1024 * 1024 + 2, 50_000_001])(
    'inflates to exactly %i bytes with a correct checksum',
    async (size) => {
      const bomb = zlibBomb(size);
      expect(bomb.length).toBeLessThan(size / 500 + 100);
      let inflated = 0;
      let tail = '';
      for await (const chunk of createInflate().end(bomb) as AsyncIterable<Buffer>) {
        inflated += chunk.length;
        tail = chunk.subarray(-2).toString();
      }
      expect([inflated, tail]).toEqual([size, '[]']);
    },
  );
});
