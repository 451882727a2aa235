import { inflateSync, gunzipSync } from 'node:zlib';
import { QUEUE_TYPES, RIDE_STATUSES } from '../../modules/snapshots/observations.js';
import { generateArchive, type GeneratedFile, generateTruth } from './generate-archive.js';
import { GeneratorOptionError, type GeneratorOptions } from './generator-options.js';

interface EventJson {
  entityId: string;
  name: string;
  data: { status: string; queue: Record<string, Record<string, unknown>> | null; showtimes?: unknown[] };
  eventTime: string;
  localTime: string;
  timezone: string;
  parkId: string;
  parkSlug: string;
}

const SMALL: Partial<GeneratorOptions> = { days: 8, rides: 12, destinations: 2, seed: 7 };

async function filesOf(options: Partial<GeneratorOptions>): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for await (const file of generateArchive(options)) files.push(file);
  return files;
}

function contentOf({ bytes, manifest }: GeneratedFile): unknown {
  const json =
    manifest.container === 'ZLIB' ? inflateSync(bytes!) : manifest.container === 'GZIP' ? gunzipSync(bytes!) : bytes!;
  return JSON.parse(json.toString());
}

function eventsOf(file: GeneratedFile): EventJson[] {
  const content = contentOf(file) as EventJson[] | { events: EventJson[] };
  return Array.isArray(content) ? content : content.events;
}

describe('generateArchive', () => {
  let files: GeneratedFile[];
  let events: EventJson[];
  beforeAll(async () => {
    files = await filesOf(SMALL);
    events = files.flatMap(eventsOf);
  });

  it('writes the same bytes for the same options, and others for another seed', async () => {
    const again = await filesOf(SMALL);
    expect(again.map((file) => file.manifest.sha256)).toEqual(files.map((file) => file.manifest.sha256));
    expect(again.every((file, index) => file.bytes!.equals(files[index]!.bytes!))).toBe(true);
    const other = await filesOf({ ...SMALL, seed: 8 });
    expect(other[0]!.key).not.toBe(files[0]!.key);
  });

  it('does not depend on how many days follow', async () => {
    const shorter = await filesOf({ ...SMALL, days: 1, destinations: 1 });
    expect(eventsOf(shorter[0]!).map((event) => event.eventTime)).toEqual(
      eventsOf(files[0]!).map((event) => event.eventTime),
    );
  });

  it('names a file by destination and UTC day, and writes only instants of this day', () => {
    expect(files).toHaveLength(16);
    for (const file of files) {
      const { destinationId, utcDay } = file.manifest;
      expect(file.key).toBe(`${destinationId}/${utcDay.replaceAll('-', '/')}.json.gz`);
      expect(destinationId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(eventsOf(file).every((event) => event.eventTime.startsWith(utcDay))).toBe(true);
    }
  });

  it('writes every event with the fields of the archive and in order of time', () => {
    for (const event of events) {
      expect(event).toMatchObject({
        entityId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        internalId: expect.any(String) as string,
        name: expect.any(String) as string,
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        localTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/) as string,
        data: { destinationId: expect.any(String) as string },
      });
    }
    for (const file of files) {
      const instants = eventsOf(file).map((event) => event.eventTime);
      expect(instants).toEqual([...instants].sort());
    }
  });

  it('writes the same instant as localTime and eventTime, with the offset of the park', () => {
    for (const { eventTime, localTime } of events) {
      expect(Date.parse(localTime)).toBe(Math.floor(Date.parse(eventTime) / 1000) * 1000);
    }
    expect(new Set(events.map((event) => `${event.timezone} ${event.localTime.slice(-6)}`))).toEqual(
      new Set(['America/New_York -05:00', 'Europe/Paris +01:00']),
    );
  });

  it('changes the offset of localTime on the day of a clock change', async () => {
    const spring = await filesOf({ start: '2024-03-10', days: 1, destinations: 1, rides: 12, style: 'sampled' });
    const offsets = new Set(eventsOf(spring[0]!).map((event) => event.localTime.slice(-6)));
    expect([...offsets]).toEqual(['-05:00', '-04:00']);
  });

  it('writes a log: consecutive events of a ride differ', () => {
    const last = new Map<string, string>();
    for (const event of events) {
      const data = JSON.stringify(event.data);
      expect(data).not.toBe(last.get(event.entityId));
      last.set(event.entityId, data);
    }
  });

  it('repeats values if samples are requested', async () => {
    const sampled = (await filesOf({ ...SMALL, days: 2, style: 'sampled' })).flatMap(eventsOf);
    const last = new Map<string, string>();
    let repeated = 0;
    for (const event of sampled) {
      const data = JSON.stringify(event.data);
      if (data === last.get(event.entityId)) repeated++;
      last.set(event.entityId, data);
    }
    expect(repeated).toBeGreaterThan(sampled.length / 20);
  });

  it('posts waits in steps of five, and none while a ride is not operating', () => {
    for (const { data } of events) {
      const wait = data.queue?.['STANDBY']?.['waitTime'] as number | null | undefined;
      if (typeof wait === 'number') expect([wait % 5, data.status]).toEqual([0, 'OPERATING']);
    }
    expect(new Set(events.map((event) => event.data.status))).toEqual(new Set(RIDE_STATUSES));
  });

  it('has all six queue types, both spellings of boarding groups, and shows without a queue', () => {
    const shapes = new Map<string, Set<string>>();
    for (const { data } of events) {
      for (const [type, queue] of Object.entries(data.queue ?? {})) {
        const known = shapes.get(type) ?? new Set<string>();
        shapes.set(type, known.add(Object.keys(queue).sort().join()));
      }
    }
    expect(new Set(shapes.keys())).toEqual(new Set(QUEUE_TYPES));
    expect(shapes.get('SINGLE_RIDER')).toEqual(new Set(['waitTime']));
    expect(shapes.get('PAID_STANDBY')).toEqual(new Set(['waitTime']));
    expect(shapes.get('RETURN_TIME')).toEqual(new Set(['returnEnd,returnStart,state']));
    expect(shapes.get('PAID_RETURN_TIME')).toEqual(new Set(['price,returnEnd,returnStart,state']));
    expect(shapes.get('BOARDING_GROUP')).toEqual(
      new Set([
        'allocationStatus,currentGroupEnd,currentGroupStart,estimatedWait,nextAllocationTime',
        'currentGroup,state',
      ]),
    );
    const shows = events.filter((event) => event.data.showtimes !== undefined);
    expect(shows.length).toBeGreaterThan(0);
    expect(shows.every((event) => event.data.queue === null)).toBe(true);
  });

  it('counts the events of each file in the manifest, and expects an observation of every event', () => {
    for (const file of files) {
      const inFile = eventsOf(file);
      expect(file.manifest).toMatchObject({
        events: inFile.length,
        accepted: inFile.length,
        observations: inFile.length,
        rejected: {},
        defects: [],
      });
      for (const type of QUEUE_TYPES.filter((queueType) => queueType !== 'STANDBY')) {
        const rows = inFile.filter((event) => event.data.queue?.[type] !== undefined).length;
        expect([type, file.manifest.queueRows[type]]).toEqual([type, rows]);
      }
      expect(file.manifest.queueRows.STANDBY).toBe(0);
    }
  });

  it('expects exactly the values of the events', () => {
    for (const file of files) {
      const inFile = eventsOf(file);
      expect(file.observations).toHaveLength(inFile.length);
      file.observations.forEach((observation, index) => {
        const { entityId, eventTime, data } = inFile[index]!;
        expect(observation).toMatchObject({
          entityId,
          recordedAtMs: Date.parse(eventTime),
          status: data.status,
          waitMinutes: data.queue?.['STANDBY']?.['waitTime'] ?? null,
        });
        for (const queue of observation.queues) {
          const reported = data.queue![queue.queueType]!;
          const instant = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : null);
          expect(queue.returnStartMs).toBe(instant(reported['returnStart']));
          expect(queue.returnEndMs).toBe(instant(reported['returnEnd']));
          expect(queue.nextAllocationAtMs).toBe(instant(reported['nextAllocationTime']));
          expect(queue.priceMinor).toBe((reported['price'] as { amount: number } | null | undefined)?.amount ?? null);
          expect(queue.groupStart).toBe(reported['currentGroupStart'] ?? reported['currentGroup'] ?? null);
        }
      });
    }
  });

  it('yields the same expected values without the files', async () => {
    const truth = [];
    for await (const observation of generateTruth({ ...SMALL, days: 2 })) truth.push(observation);
    const expected = (await filesOf({ ...SMALL, days: 2 })).flatMap((file) => file.observations);
    expect(truth).toEqual(expected);
  });

  it('writes prices in minor units of the park’s currency, including unpublished and free ones', async () => {
    const prices = new Set<string>();
    for (const event of (await filesOf({ days: 2, destinations: 3, rides: 12 })).flatMap(eventsOf)) {
      const queue = event.data.queue?.['PAID_RETURN_TIME'];
      const price = queue?.['price'] as { amount: number; currency: string; formatted: string } | null | undefined;
      if (price === null) prices.add('unpublished');
      if (price) prices.add(price.amount === 0 ? 'free' : price.currency);
      if (price?.currency === 'JPY') expect(price.formatted).toBe(`¥${price.amount}`);
      if (price?.currency === 'USD') expect(price.formatted).toBe(`$${(price.amount / 100).toFixed(2)}`);
    }
    expect(prices).toEqual(new Set(['unpublished', 'free', 'USD', 'EUR', 'JPY']));
  });

  it('renames a ride during the period, and adds seasonal overlays to names', async () => {
    const winter = (await filesOf({ start: '2024-01-01', days: 20, destinations: 1, rides: 12 })).flatMap(eventsOf);
    const namesOf = new Map<string, Set<string>>();
    for (const { entityId, name } of winter) {
      namesOf.set(entityId, (namesOf.get(entityId) ?? new Set<string>()).add(name));
    }
    const changed = [...namesOf.values()].filter((names) => names.size > 1).map((names) => [...names].join(' > '));
    expect(changed.some((names) => names.includes('™ > '))).toBe(true);
    expect(changed.some((names) => names.includes('Holiday > '))).toBe(true);
  });

  it('mixes containers and wrappings by the requested shares', async () => {
    const mixed = await filesOf({ days: 40, rides: 3, gzipShare: 0.3, plainShare: 0.3, wrappedShare: 0.5 });
    const shapes = mixed.map(({ manifest }) => `${manifest.container} ${manifest.wrapped}`);
    expect(new Set(shapes).size).toBe(6);
    for (const file of mixed) {
      expect(Array.isArray(contentOf(file))).toBe(!file.manifest.wrapped);
      expect(eventsOf(file)).toHaveLength(file.manifest.events);
    }
    expect(files.every((file) => file.manifest.container === 'ZLIB')).toBe(true);
  });

  it('reaches the requested density', async () => {
    const dense = await filesOf({ days: 6, rides: 30, destinations: 1, eventsPerRideDay: 170 });
    const queued = new Map<string, number>();
    for (const { entityId, data } of dense.slice(1, 5).flatMap(eventsOf)) {
      if (typeof data.queue?.['STANDBY']?.['waitTime'] === 'number') {
        queued.set(entityId, (queued.get(entityId) ?? 0) + 1);
      }
    }
    const mean = [...queued.values()].reduce((sum, count) => sum + count, 0) / queued.size / 4;
    expect(mean).toBeGreaterThan(145);
    expect(mean).toBeLessThan(190);
  });

  it.each([
    [{ days: 0 }, 'days'],
    [{ start: '2024-02-30' }, 'start'],
    [{ seed: 1.5 }, 'seed'],
    [{ wrappedShare: 2 }, 'wrappedShare'],
    [{ changeMinutes: 0 }, 'changeMinutes'],
  ])('rejects %j with the name of the option', async (options, name) => {
    await expect(filesOf(options)).rejects.toMatchObject({
      constructor: GeneratorOptionError,
      details: { option: name },
    });
  });
});
