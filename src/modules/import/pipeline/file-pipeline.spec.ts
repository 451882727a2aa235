import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { archiveEvent, parseOptions, zlibFile } from '../../../../test/support/archive-event.js';
import type { ObservedEntity } from '../../catalog/registry/observed-entity.js';
import { parseArchiveFile } from '../parser/archive-parser.js';
import type { ParseOptions } from '../parser/parsed-file.js';
import {
  ArchiveAccessError,
  ArchiveObjectMissingError,
  ArchiveUnavailableError,
  TransientArchiveError,
} from '../source/archive-errors.js';
import { type ArchiveObject, ArchiveSource, type FetchedObject } from '../source/archive-source.js';
import { type FileOutcome, FilePipeline } from './file-pipeline.js';
import { ParseFailedError, ParsePool, ParseWorkerDiedError, type ParsedTicket } from './parse-pool.js';
import { prepareFile } from './prepare-file.js';

const DAYS = ['2024-12-23', '2024-12-24', '2024-12-25', '2024-12-26', '2024-12-27', '2024-12-28'];

const objectOf = (day: string): ArchiveObject => ({ key: `d/${day}`, day, sizeBytes: 1, etag: `listed-${day}` });

/** A file of one event, whose ride is called after its day. */
const fileOf = (day: string): Uint8Array =>
  zlibFile([archiveEvent({ name: `Ride of ${day}`, eventTime: `${day}T12:00:00Z` })]);

const unavailable = (key: string): Error => {
  const target = { archive: 'memory', key };
  return new ArchiveUnavailableError(target, 6, new TransientArchiveError('TIMEOUT', target, 'no answer'));
};

/** An archive in memory. A held file is answered only when it is let go; `files` may hold an error for a file. */
class MemorySource extends ArchiveSource {
  readonly fetched: string[] = [];
  pending = 0;
  private readonly held = new Map<string, () => void>();

  constructor(
    private readonly files: Readonly<Record<string, Uint8Array | Error>>,
    private readonly heldDays: readonly string[] = [],
  ) {
    super();
  }

  describe = () => 'memory';
  listDestinations = () => Promise.resolve([]);
  listObjects = () => Promise.resolve(Object.keys(this.files).map(objectOf));

  async fetch({ day, key }: ArchiveObject, signal?: AbortSignal): Promise<FetchedObject> {
    this.fetched.push(day);
    this.pending++;
    try {
      if (this.heldDays.includes(day)) await this.untilLetGo(day, signal);
      signal?.throwIfAborted();
      const file = this.files[day] ?? new ArchiveObjectMissingError({ archive: 'memory', key });
      if (file instanceof Error) throw file;
      return { bytes: new Uint8Array(file), etag: `read-${day}` };
    } finally {
      this.pending--;
    }
  }

  letGo(day: string): void {
    this.held.get(day)!();
  }

  private untilLetGo(day: string, signal?: AbortSignal): Promise<void> {
    return new Promise((letGo, fail) => {
      this.held.set(day, letGo);
      signal?.addEventListener('abort', () => fail(signal.reason as Error), { once: true });
    });
  }
}

/**
 * Parses in this thread, and knows which files it holds. `deaths` says how often the thread dies of which day, `failing`
 * at which step of which day the parser throws.
 */
class MemoryPool extends ParsePool {
  readonly open = new Set<string>();

  constructor(
    private readonly deaths: Record<string, number> = {},
    private readonly failing: { day: string; step: 'parse' | 'prepare' } | null = null,
  ) {
    super(0);
  }

  override parse(bytes: Uint8Array, options: ParseOptions): Promise<ParsedTicket> {
    return Promise.resolve().then(() => {
      const { fileDay } = options;
      this.fail(fileDay, 'parse');
      const parsed = parseArchiveFile(bytes, options);
      this.open.add(fileDay);
      return {
        summary: parsed,
        prepare: (assignments, prepareOptions) => {
          this.open.delete(fileDay);
          if ((this.deaths[fileDay] ?? 0) > 0) {
            this.deaths[fileDay]!--;
            return Promise.reject(new ParseWorkerDiedError());
          }
          return Promise.resolve().then(() => {
            this.fail(fileDay, 'prepare');
            return prepareFile(parsed, assignments, prepareOptions);
          });
        },
        drop: () => Promise.resolve(void this.open.delete(fileDay)),
      };
    });
  }

  private fail(day: string, step: 'parse' | 'prepare'): void {
    if (this.failing?.day !== day || this.failing.step !== step) return;
    throw new ParseFailedError('TypeError: x is undefined\n    at y');
  }
}

interface Setting {
  source: MemorySource;
  pool?: MemoryPool;
  prefetch?: number;
  signal?: AbortSignal;
  assignError?: Error;
}

function pipeline({ source, pool = new MemoryPool(), prefetch = 3, signal, assignError }: Setting) {
  const registered: string[] = [];
  const assign = (entities: readonly ObservedEntity[]) => {
    registered.push(...entities.map(({ names }) => names[0]!.name));
    if (assignError) return Promise.reject(assignError);
    return Promise.resolve(entities.map(() => ({ rideId: 7, parkId: 3, timezone: null })));
  };
  const target = new FilePipeline({
    source,
    pool,
    assigner: { assign },
    parse: (fileDay) => ({ ...parseOptions, fileDay }),
    prepare: { batchSize: 100, dayStartMinutes: 0, reachMs: 0 },
    prefetch,
    signal: signal ?? new AbortController().signal,
  });
  return { target, registered, pool };
}

const archiveOf = (days: readonly string[]): Record<string, Uint8Array> =>
  Object.fromEntries(days.map((day) => [day, fileOf(day)]));

async function outcomesOf(target: FilePipeline, days: readonly string[]): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  for await (const outcome of target.run(days.map(objectOf))) outcomes.push(outcome);
  return outcomes;
}

const lines = (outcomes: readonly FileOutcome[]): string[] =>
  outcomes.map(({ object, kind }) => `${object.day} ${kind}`);

/** Lets everything happen that can happen without waiting for something outside. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the pipeline of files', () => {
  it('prepares every file, with the version that was read and the names that rides had', async () => {
    const { target } = pipeline({ source: new MemorySource(archiveOf(DAYS)) });
    const outcomes = await outcomesOf(target, DAYS);
    expect(lines(outcomes)).toEqual(DAYS.map((day) => `${day} prepared`));
    const noonMs = Date.parse('2024-12-23T12:00:00Z');
    expect(outcomes[0]).toMatchObject({
      etag: 'read-2024-12-23',
      prepared: { read: 1 },
      names: [{ rideId: 7, name: 'Ride of 2024-12-23', firstSeenMs: noonMs, lastSeenMs: noonMs }],
    });
  });

  it('yields nothing without files', async () => {
    const { target } = pipeline({ source: new MemorySource({}) });
    expect(await outcomesOf(target, [])).toEqual([]);
  });

  it('yields files and registers entities in the order of days, regardless of download speed', async () => {
    const source = new MemorySource(archiveOf(DAYS), DAYS);
    const { target, registered } = pipeline({ source, prefetch: DAYS.length });
    const running = outcomesOf(target, DAYS);
    for (const day of [...DAYS].reverse()) {
      source.letGo(day);
      await quiet();
    }
    expect(lines(await running)).toEqual(DAYS.map((day) => `${day} prepared`));
    expect(registered).toEqual(DAYS.map((day) => `Ride of ${day}`));
  });

  it('fetches no more files ahead than allowed', async () => {
    const source = new MemorySource(archiveOf(DAYS));
    const running = pipeline({ source, prefetch: 2 }).target.run(DAYS.map(objectOf));
    await running.next();
    await quiet();
    expect(source.fetched).toEqual(DAYS.slice(0, 2));
    await running.next();
    await quiet();
    expect(source.fetched).toEqual(DAYS.slice(0, 3));
    await running.return(undefined);
  });

  it('loses only the unavailable or unreadable file', async () => {
    const [first, away, missing, torn, last] = DAYS as [string, string, string, string, string];
    const source = new MemorySource({
      [first]: fileOf(first),
      [away]: unavailable(`d/${away}`),
      [torn]: fileOf(torn).slice(0, 40),
      [last]: fileOf(last),
    });
    const outcomes = await outcomesOf(pipeline({ source }).target, [first, away, missing, torn, last]);
    expect(lines(outcomes)).toEqual([
      `${first} prepared`,
      `${away} unavailable`,
      `${missing} unavailable`,
      `${torn} defective`,
      `${last} prepared`,
    ]);
    expect(outcomes[1]).toMatchObject({ message: expect.stringContaining(`d/${away}`) as unknown });
    expect(outcomes[3]).toMatchObject({
      defect: 'TRUNCATED',
      etag: `read-${torn}`,
      message: expect.stringContaining(`d/${torn}: `) as unknown,
    });
  });

  it('loses only the file to which the archive denies access', async () => {
    const refused = new ArchiveAccessError({ archive: 'memory', key: `d/${DAYS[1]}` }, 'forbidden');
    const source = new MemorySource({ ...archiveOf(DAYS), [DAYS[1]!]: refused });
    const outcomes = await outcomesOf(pipeline({ source }).target, DAYS);
    expect(outcomes[1]).toMatchObject({ kind: 'unavailable', message: refused.message });
    expect(outcomes.filter(({ kind }) => kind === 'prepared')).toHaveLength(DAYS.length - 1);
  });

  it.each(['parse', 'prepare'] as const)(
    'calls a file unreadable at which the parser fails (%s), and logs where',
    async (step) => {
      const log = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      const source = new MemorySource(archiveOf(DAYS));
      const pool = new MemoryPool({}, { day: DAYS[1]!, step });
      const outcomes = await outcomesOf(pipeline({ source, pool }).target, DAYS);
      expect(outcomes[1]).toEqual({
        kind: 'defective',
        object: objectOf(DAYS[1]!),
        etag: `read-${DAYS[1]}`,
        defect: 'UNREADABLE',
        message: `d/${DAYS[1]}: The parser failed: TypeError: x is undefined`,
      });
      expect(outcomes.filter(({ kind }) => kind === 'prepared')).toHaveLength(DAYS.length - 1);
      expect(log.mock.calls).toEqual([[`d/${DAYS[1]}: TypeError: x is undefined\n    at y`]]);
      log.mockRestore();
    },
  );

  it('stops if rides cannot be registered, and drops its files', async () => {
    const assignError = new Error('no database');
    const source = new MemorySource(archiveOf(DAYS));
    const { target, pool } = pipeline({ source, assignError });
    await expect(outcomesOf(target, DAYS)).rejects.toBe(assignError);
    expect([pool.open.size, source.pending]).toEqual([0, 0]);
  });

  it('reads a file again after its thread died, because another file may be the cause', async () => {
    const source = new MemorySource(archiveOf(DAYS));
    const { target } = pipeline({ source, pool: new MemoryPool({ [DAYS[1]!]: 1 }) });
    expect(lines(await outcomesOf(target, DAYS))).toEqual(DAYS.map((day) => `${day} prepared`));
    expect(source.fetched.filter((day) => day === DAYS[1])).toHaveLength(2);
  });

  it('leaves a file for a later run after its thread died twice', async () => {
    const source = new MemorySource(archiveOf(DAYS));
    const { target } = pipeline({ source, pool: new MemoryPool({ [DAYS[1]!]: 2 }) });
    const outcomes = await outcomesOf(target, DAYS);
    expect(outcomes[1]).toEqual({
      kind: 'unavailable',
      object: objectOf(DAYS[1]!),
      message: `d/${DAYS[1]}: ${new ParseWorkerDiedError().message}`,
    });
    expect(outcomes.filter(({ kind }) => kind === 'prepared')).toHaveLength(DAYS.length - 1);
  });

  it('ends with the reason of the signal, without leftover downloads or parsed files', async () => {
    const abort = new AbortController();
    const source = new MemorySource(archiveOf(DAYS), [DAYS[1]!]);
    const { target, pool, registered } = pipeline({ source, signal: abort.signal });
    const running = target.run(DAYS.map(objectOf));
    await running.next();
    const next = running.next();
    await quiet();
    const reason = new Error('this process is stopping');
    abort.abort(reason);
    await expect(next).rejects.toBe(reason);
    expect([pool.open.size, source.pending]).toEqual([0, 0]);
    expect(registered).toEqual([`Ride of ${DAYS[0]}`]);
  });

  it('leaves no downloads or parsed files when it is abandoned early', async () => {
    const source = new MemorySource(archiveOf(DAYS), [DAYS[1]!]);
    const { target, pool, registered } = pipeline({ source });
    for await (const { object } of target.run(DAYS.map(objectOf))) {
      expect(object.day).toBe(DAYS[0]);
      await quiet();
      expect(pool.open.size).toBe(1);
      break;
    }
    expect([pool.open.size, source.pending]).toEqual([0, 0]);
    expect(registered).toEqual([`Ride of ${DAYS[0]}`]);
  });
});
