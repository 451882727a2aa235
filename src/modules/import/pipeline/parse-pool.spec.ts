import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { archiveEvent, parseOptions, zlibFile } from '../../../../test/support/archive-event.js';
import { CorruptFileError, type FileDefect } from '../parser/parsed-file.js';
import { ParseFailedError, ParsePool, ParsePoolClosedError, ParseWorkerDiedError, WORKER_FILE } from './parse-pool.js';
import type { RideAssignment } from './prepare-file.js';

const PREPARE = { batchSize: 100, dayStartMinutes: 0, reachMs: 0 };
const RIDE: RideAssignment = { rideId: 7, parkId: 3, timezone: 'Europe/Paris' };
/** Enough for ordinary files. */
const LITTLE_MEMORY = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 48 };

/** A file of so many events, a second apart. */
const fileOf = (events: number): Uint8Array<ArrayBuffer> =>
  own(
    zlibFile(
      Array.from({ length: events }, (_, second) =>
        archiveEvent({ eventTime: new Date(Date.UTC(2024, 11, 25) + second * 1000).toISOString() }),
      ),
    ),
  );
/** One event whose 8 MB of text become more than a hundred megabytes of objects. */
const greedyFile = (): Uint8Array<ArrayBuffer> =>
  own(deflateSync(`[{"junk":[${'{"a":{}},'.repeat(900_000)}0]}]`, { level: 1 }));

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

describe('the pool of parse threads', () => {
  let pool: ParsePool;

  afterEach(() => pool.close());

  it('runs the compiled worker, from sources too', () => {
    pool = new ParsePool(0);
    const folder = import.meta.dirname.replace('/src/', '/dist/');
    expect(WORKER_FILE).toBe(join(folder, 'parse-worker.js'));
    expect(existsSync(WORKER_FILE)).toBe(true);
  });

  it('parses a file, and prepares it once its rides are assigned', async () => {
    pool = new ParsePool(1);
    const ticket = await pool.parse(fileOf(3), parseOptions);
    expect(ticket.summary).toMatchObject({ read: 3, rejected: 0 });
    expect(ticket.summary.entities).toHaveLength(1);
    const prepared = await ticket.prepare([RIDE], PREPARE);
    expect([...prepared.set.snapshots.rideId]).toEqual([7, 7, 7]);
    expect(prepared.rendered!.snapshots).toHaveLength(1);
  });

  it('keeps the files of concurrent threads apart', async () => {
    pool = new ParsePool(2);
    const sizes = [5, 1, 4, 2, 3, 6];
    const tickets = await Promise.all(sizes.map((size) => pool.parse(fileOf(size), parseOptions)));
    const prepared = await Promise.all(tickets.map((ticket) => ticket.prepare([RIDE], PREPARE)));
    expect(prepared.map(({ set }) => set.snapshots.length)).toEqual(sizes);
  });

  it.each<[FileDefect, Uint8Array]>([
    ['EMPTY', new Uint8Array(0)],
    ['NOT_COMPRESSED_JSON', Uint8Array.of(1, 2, 3)],
    ['TRUNCATED', fileOf(100).slice(0, 60)],
    ['NOT_JSON', deflateSync('[{')],
    ['WRONG_SHAPE', deflateSync('{}')],
  ])('reports the defect of a file that is %s', async (defect, bytes) => {
    pool = new ParsePool(1);
    const size = bytes.byteLength;
    const error = await pool.parse(bytes, parseOptions).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CorruptFileError);
    expect(error).toMatchObject({ defect, compressedBytes: size, details: { defect } });
  });

  it('reports the error and stack of a failing parser, and continues', async () => {
    pool = new ParsePool(1);
    const error = await pool
      .parse(fileOf(1), { ...parseOptions, fileDay: 'no day' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ParseFailedError);
    expect(error).toMatchObject({
      message: 'The parser failed: RangeError: fileDay is not YYYY-MM-DD: no day',
      details: expect.stringMatching(/no day\n +at /) as unknown,
    });
    await expect(pool.parse(fileOf(1), parseOptions)).resolves.toMatchObject({ summary: { read: 1 } });
  });

  it('continues with the next file after a corrupt one', async () => {
    pool = new ParsePool(1);
    await expect(pool.parse(own(deflateSync('{}')), parseOptions)).rejects.toBeInstanceOf(CorruptFileError);
    await expect(pool.parse(fileOf(1), parseOptions)).resolves.toMatchObject({ summary: { read: 1 } });
  });

  it('transfers a file that owns its bytes, and leaves a shared buffer intact', async () => {
    pool = new ParsePool(1);
    const owned = fileOf(1);
    await pool.parse(owned, parseOptions);
    expect(owned.byteLength).toBe(0);
    const shared = Buffer.concat([fileOf(1)]);
    const copy = Buffer.from(shared);
    await expect(pool.parse(shared, parseOptions)).resolves.toMatchObject({ summary: { read: 1 } });
    expect(shared.equals(copy)).toBe(true);
  });

  it('loses only the file that crashed its thread; waiting files go to a new thread', async () => {
    pool = new ParsePool(1, LITTLE_MEMORY);
    const [greedy, ...ordinary] = await Promise.allSettled([
      pool.parse(greedyFile(), parseOptions),
      pool.parse(fileOf(1), parseOptions),
      pool.parse(fileOf(2), parseOptions),
    ]);
    expect(greedy).toMatchObject({ status: 'rejected', reason: expect.any(ParseWorkerDiedError) as unknown });
    expect(ordinary).toMatchObject([{ value: { summary: { read: 1 } } }, { value: { summary: { read: 2 } } }]);
  });

  it('reports a file lost between its two steps because another file crashed the thread', async () => {
    pool = new ParsePool(1, LITTLE_MEMORY);
    const ticket = await pool.parse(fileOf(1), parseOptions);
    await pool.parse(greedyFile(), parseOptions).catch(() => undefined);
    await expect(ticket.prepare([RIDE], PREPARE)).rejects.toBeInstanceOf(ParseWorkerDiedError);
    await expect(ticket.drop()).resolves.toBeUndefined();
  });

  it('releases a dropped file', async () => {
    pool = new ParsePool(1);
    const ticket = await pool.parse(fileOf(1), parseOptions);
    await ticket.drop();
    await expect(ticket.prepare([RIDE], PREPARE)).rejects.toBeInstanceOf(ParseWorkerDiedError);
  });

  it('rejects running requests when it is closed, without blaming the file, and starts no new ones', async () => {
    pool = new ParsePool(1);
    const underWay = [pool.parse(fileOf(5_000), parseOptions), pool.parse(fileOf(1), parseOptions)];
    const ended = Promise.allSettled(underWay);
    await pool.close();
    for (const outcome of await ended) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(ParsePoolClosedError) as unknown });
    }
    await expect(pool.parse(fileOf(1), parseOptions)).rejects.toBeInstanceOf(ParsePoolClosedError);
  });
});
