import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '../../src/common/config/app-config.js';
import { ArchiveAccessError, ArchiveObjectMissingError } from '../../src/modules/import/source/archive-errors.js';
import { createArchiveSource } from '../../src/modules/import/source/archive-source.factory.js';
import type { ArchiveObject, ArchiveRetry } from '../../src/modules/import/source/archive-source.js';
import { FolderArchiveSource } from '../../src/modules/import/source/folder-archive-source.js';
import { type S3ArchiveOptions, S3ArchiveSource } from '../../src/modules/import/source/s3-archive-source.js';
import { type ArchiveServer, startArchiveServer } from '../../src/tools/archive-server/archive-server.js';
import {
  always,
  everyNth,
  type Fault,
  type FaultProxy,
  firstAttempts,
  forUrl,
  HANG,
  INTERNAL_ERROR,
  noFaults,
  RESET,
  seeded,
  SLOW_DOWN,
  startFaultProxy,
  TRUNCATED,
} from '../../src/tools/archive-server/fault-proxy.js';
import { listenOnLoopback } from '../../src/tools/loopback.js';

const BUCKET = 'archive.themeparks.wiki';
const FIRST = '0bd10af9-43c4-4097-b71f-f6869f495a22';
const SECOND = '89db5d43-c434-4097-b71f-f6869f495a22';
const YEARS = { from: Date.UTC(2022, 0, 1), days: 1_100 };

const dayAt = (index: number) => new Date(YEARS.from + index * 86_400_000).toISOString().slice(0, 10);
const keyOf = (destination: string, day: string) => `${destination}/${day.replaceAll('-', '/')}.json.gz`;
const contentOf = (key: string) => Buffer.from(`bytes of ${key} `.repeat(200));
const objectOf = (key: string, overrides: Partial<ArchiveObject> = {}): ArchiveObject => ({
  key,
  day: '2022-01-01',
  sizeBytes: 0,
  etag: 'as-listed',
  ...overrides,
});

let folder: string;
let server: ArchiveServer;
let proxy: FaultProxy;
const open: { close(): unknown }[] = [];

function source(overrides: Partial<S3ArchiveOptions> = {}, retries: ArchiveRetry[] = []): S3ArchiveSource {
  const retry = { maxAttempts: 4, sleep: () => Promise.resolve() };
  const options = { bucket: BUCKET, region: 'eu-west-2', maxSockets: 8, requestTimeoutMs: 10_000, retry };
  const created = new S3ArchiveSource(
    { ...options, endpoint: proxy.endpoint, ...overrides },
    { onRetry: (retry) => retries.push(retry) },
  );
  open.push(created);
  return created;
}

const folderSource = (path = folder, onIgnored?: (keys: readonly string[]) => void) =>
  new FolderArchiveSource({ folder: path, retry: { maxAttempts: 2 } }, { onIgnored });

async function write(root: string, key: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, key)), { recursive: true });
  await writeFile(join(root, key), bytes);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-source-'));
  for (let index = 0; index < YEARS.days; index++) {
    const key = keyOf(FIRST, dayAt(index));
    await write(folder, key, contentOf(key));
  }
  await write(folder, keyOf(SECOND, '2024-02-29'), contentOf('leap'));
  await write(folder, 'docs/readme.txt', Buffer.from('not a destination'));
  await write(folder, `${SECOND}/2024/02/notes.txt`, Buffer.from('not a day'));
  server = await startArchiveServer({ bucket: BUCKET, folder });
});

beforeEach(async () => {
  proxy = await startFaultProxy({ target: server.endpoint, plan: noFaults });
  open.push(proxy);
});

afterEach(async () => {
  for (const closeable of open.splice(0)) await closeable.close();
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe('listing', () => {
  it('gives the UUID folders at the top as destinations', async () => {
    await expect(source().listDestinations()).resolves.toEqual([
      { themeparksWikiId: FIRST },
      { themeparksWikiId: SECOND },
    ]);
  });

  it('lists all of more than 1,000 keys, by day', async () => {
    const objects = await source().listObjects(FIRST, {});
    expect(objects.map(({ day }) => day)).toEqual(Array.from({ length: YEARS.days }, (_, index) => dayAt(index)));
  });

  it('pages through destinations and keys whatever the size of a page', async () => {
    const small = await startArchiveServer({ bucket: BUCKET, folder, pageLimit: 7 });
    open.push(small);
    const paged = source({ endpoint: small.endpoint });
    const range = { startDate: '2023-11-20', endDate: '2024-01-31' };
    expect(await paged.listObjects(FIRST, range)).toEqual(await source().listObjects(FIRST, range));
    const one = await startArchiveServer({ bucket: BUCKET, folder, pageLimit: 1 });
    open.push(one);
    expect(await source({ endpoint: one.endpoint }).listDestinations()).toHaveLength(2);
  });

  it.each([
    ['inside a month', '2023-05-14', '2023-05-16', 3],
    ['one day', '2023-05-14', '2023-05-14', 1],
    ['inside a year', '2023-05-31', '2023-07-01', 32],
    ['over a new year', '2023-12-31', '2024-01-01', 2],
    ['without a start', undefined, '2022-01-10', 10],
    ['without an end', '2025-01-01', undefined, 4],
    ['before everything', '2019-01-01', '2019-12-31', 0],
  ])('takes both ends of a range: %s', async (_what, startDate, endDate, expected) => {
    const objects = await source().listObjects(FIRST, { startDate, endDate });
    expect(objects).toHaveLength(expected);
    if (expected > 0 && startDate) expect(objects[0]?.day).toBe(startDate);
    if (expected > 0 && endDate) expect(objects.at(-1)?.day).toBe(endDate);
    expect(await folderSource().listObjects(FIRST, { startDate, endDate })).toHaveLength(expected);
  });

  it('asks for one month when the range lies in it', async () => {
    await source().listObjects(FIRST, { startDate: '2023-05-14', endDate: '2023-05-16' });
    const listings = proxy.stats.urls.map((url) => new URL(url, proxy.endpoint).searchParams.get('prefix'));
    expect(listings).toEqual(['', `${FIRST}/2023/05/`]);
  });

  it('returns nothing for an unknown destination, and ignores the case of an id', async () => {
    await expect(source().listObjects('ffffffff-43c4-4097-b71f-f6869f495a22', {})).resolves.toEqual([]);
    await expect(source().listObjects(SECOND.toUpperCase(), {})).resolves.toHaveLength(1);
  });

  it('finds a folder in upper case and keeps its key as it is', async () => {
    const own = await startArchiveServer({ bucket: BUCKET });
    open.push(own);
    const key = keyOf(SECOND.toUpperCase(), '2024-01-01');
    await own.put(key, Buffer.from('x'));
    const objects = await source({ endpoint: own.endpoint }).listObjects(SECOND, {});
    expect(objects.map((object) => object.key)).toEqual([key]);
    expect((await source({ endpoint: own.endpoint }).fetch(objects[0]!)).bytes).toHaveLength(1);
  });

  it('rejects a web page instead of reading it as an empty archive', async () => {
    const portal = createServer((_request, response) => void response.end('<html><body>Please log in</body></html>'));
    const listening = await listenOnLoopback(portal);
    open.push(listening);
    await expect(source({ endpoint: listening.endpoint }).listDestinations()).rejects.toMatchObject({
      details: { reason: 'MALFORMED_RESPONSE', attempts: 4 },
    });
  });
});

describe('fetching', () => {
  it('gives the bytes and the ETag of the listing, in a buffer of their own', async () => {
    const [object] = await source().listObjects(FIRST, { startDate: '2023-05-14', endDate: '2023-05-14' });
    const { bytes, etag } = await source().fetch(object!);
    expect(Buffer.from(bytes).equals(contentOf(object!.key))).toBe(true);
    expect(etag).toBe(object!.etag);
    expect(etag).toBe(createHash('md5').update(bytes).digest('hex'));
    expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
    expect(object!.sizeBytes).toBe(bytes.byteLength);
  });

  it('sends neither credentials nor a signature, even where the environment has some', async () => {
    const read: Record<string, unknown>[] = [];
    const recorder = createServer((request, response) => {
      read.push(request.headers);
      response.end('x');
    });
    const listening = await listenOnLoopback(recorder);
    open.push(listening);
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIAEXAMPLE';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
    try {
      await source({ endpoint: listening.endpoint }).fetch(objectOf(keyOf(FIRST, dayAt(0))));
    } finally {
      delete process.env['AWS_ACCESS_KEY_ID'];
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
    expect(Object.keys(read[0]!).filter((name) => /authorization|token|x-amz-content|checksum/.test(name))).toEqual([]);
  });

  it('takes an empty object', async () => {
    const own = await startArchiveServer({ bucket: BUCKET });
    open.push(own);
    const key = keyOf(FIRST, '2024-01-01');
    await own.put(key, new Uint8Array(0));
    await expect(source({ endpoint: own.endpoint }).fetch(objectOf(key))).resolves.toMatchObject({
      bytes: new Uint8Array(0),
    });
  });
});

describe('faults', () => {
  const key = keyOf(FIRST, dayAt(5));

  it.each<[string, Fault, string]>([
    ['500', INTERNAL_ERROR, 'SERVER_ERROR'],
    ['503 SlowDown', SLOW_DOWN, 'THROTTLED'],
    ['429', { kind: 'status', status: 429, code: 'TooManyRequests' }, 'THROTTLED'],
    ['a reset connection', RESET, 'CONNECTION'],
    ['a truncated body', TRUNCATED, 'CONNECTION'],
    ['a hang', HANG, 'TIMEOUT'],
    ['a trickle slower than the timeout', { kind: 'trickle', pieceBytes: 10, pauseMs: 20 }, 'TIMEOUT'],
  ])('recovers from %s, in fetching and in listing', async (_what, fault, reason) => {
    proxy.setPlan(firstAttempts(2, fault));
    const retries: ArchiveRetry[] = [];
    const slowFault = fault.kind === 'hang' || fault.kind === 'trickle';
    const faulty = source({ requestTimeoutMs: slowFault ? 400 : 10_000 }, retries);
    const { bytes } = await faulty.fetch(objectOf(key));
    expect(Buffer.from(bytes).equals(contentOf(key))).toBe(true);
    expect(await faulty.listDestinations()).toHaveLength(2);
    expect(retries.map(({ error, attempt }) => ({ error, attempt }))).toMatchObject(
      [1, 2, 1, 2].map((attempt) => ({ attempt, error: { reason } })),
    );
  });

  it('waits for the time in Retry-After', async () => {
    proxy.setPlan(firstAttempts(1, { kind: 'status', status: 503, code: 'SlowDown', retryAfterSeconds: 9 }));
    const retries: ArchiveRetry[] = [];
    await source({}, retries).fetch(objectOf(key));
    expect(retries[0]?.delayMs).toBeGreaterThanOrEqual(9_000);
  });

  it('reads everything, each object once and whole, while one request in five fails', async () => {
    const faults = [INTERNAL_ERROR, SLOW_DOWN, RESET, TRUNCATED];
    proxy.setPlan(everyNth(5, faults));
    const faulty = source({ retry: { maxAttempts: 8, sleep: () => Promise.resolve() } });
    const objects = await faulty.listObjects(FIRST, { startDate: '2023-01-01', endDate: '2023-03-31' });
    const fetched = await Promise.all(objects.map((object) => faulty.fetch(object)));
    expect(objects).toHaveLength(90);
    expect(fetched.every(({ bytes }, index) => contentOf(objects[index]!.key).equals(bytes))).toBe(true);
    expect(Object.values(proxy.stats.faults).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(20);
  });

  it('gets the same faults from the same seed, whatever the order of requests', async () => {
    const objects = await source().listObjects(FIRST, { startDate: '2023-01-01', endDate: '2023-01-31' });
    const faultsOf = async (order: ArchiveObject[]) => {
      const seededProxy = await startFaultProxy({
        target: server.endpoint,
        plan: seeded(7, 0.3, [INTERNAL_ERROR, RESET]),
      });
      open.push(seededProxy);
      const retry = { maxAttempts: 20, sleep: () => Promise.resolve() };
      for (const object of order) await source({ endpoint: seededProxy.endpoint, retry }).fetch(object);
      return seededProxy.stats.faults;
    };
    const faults = await faultsOf(objects);
    expect(faults.status + faults.reset).toBeGreaterThan(3);
    expect(await faultsOf([...objects].reverse())).toEqual(faults);
  });

  it('names the object, the attempts and the cause of a fault that stays, and spares the others', async () => {
    proxy.setPlan(forUrl(key, always(INTERNAL_ERROR)));
    const faulty = source();
    await expect(faulty.fetch(objectOf(key))).rejects.toMatchObject({
      name: 'ArchiveUnavailableError',
      code: 'ARCHIVE_UNAVAILABLE',
      message: `The archive could not be read after 4 attempts: s3://${BUCKET}/${key}: the server responded with 500 InternalError`,
      details: { archive: `s3://${BUCKET}`, key, attempts: 4, reason: 'SERVER_ERROR' },
    });
    expect(proxy.stats.requests).toBe(4);
    await expect(faulty.fetch(objectOf(keyOf(FIRST, dayAt(6))))).resolves.toBeDefined();
  });

  it('closes the connection of a request that timed out, before and in the middle of the body', async () => {
    for (const fault of [HANG, { kind: 'trickle', pieceBytes: 10, pauseMs: 50 } as const]) {
      proxy.setPlan(always(fault));
      const impatient = source({ requestTimeoutMs: 150, retry: { maxAttempts: 1 } });
      await expect(impatient.fetch(objectOf(key))).rejects.toMatchObject({
        details: { reason: 'TIMEOUT', attempts: 1 },
        message: expect.stringContaining('no complete response within 150 ms') as string,
      });
      await proxy.idle();
    }
    expect(proxy.stats.clientAborts).toBe(2);
  });

  it('takes a slow body that ends in time', async () => {
    proxy.setPlan(always({ kind: 'trickle', pieceBytes: 5_000, pauseMs: 1 }));
    await expect(source().fetch(objectOf(key))).resolves.toBeDefined();
    expect(proxy.stats.requests).toBe(1);
  });

  it('reports a refused connection after the attempts', async () => {
    const missing = await startArchiveServer({ bucket: BUCKET });
    await missing.close();
    await expect(source({ endpoint: missing.endpoint }).listDestinations()).rejects.toMatchObject({
      details: { reason: 'CONNECTION', attempts: 4 },
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });
});

describe('final responses', () => {
  it('a missing object is final', async () => {
    const key = keyOf(FIRST, '2030-01-01');
    const error: unknown = await source()
      .fetch(objectOf(key))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ArchiveObjectMissingError);
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: `s3://${BUCKET}/${key} does not exist in the archive` });
    expect(proxy.stats.requests).toBe(1);
  });

  it('a denied object is final', async () => {
    const key = keyOf(FIRST, dayAt(0));
    const runOrLog = await startArchiveServer({ bucket: BUCKET, folder, isPublic: (asked) => asked !== key });
    const guardedProxy = await startFaultProxy({ target: runOrLog.endpoint, plan: noFaults });
    open.push(guardedProxy, runOrLog);
    const denied = source({ endpoint: guardedProxy.endpoint }).fetch(objectOf(key));
    await expect(denied).rejects.toBeInstanceOf(ArchiveAccessError);
    await expect(denied).rejects.toThrow(`s3://${BUCKET}/${key}: access is denied`);
    expect(guardedProxy.stats.requests).toBe(1);
  });

  it('a missing bucket is final', async () => {
    await expect(source({ bucket: 'another-bucket' }).listDestinations()).rejects.toThrow(
      's3://another-bucket/: the bucket does not exist',
    );
    expect(proxy.stats.requests).toBe(1);
  });
});

describe('abort', () => {
  it('ends a request under way at once, with the reason, and closes its connection', async () => {
    const arrived = new Promise<void>((resolve) =>
      proxy.setPlan(() => {
        resolve();
        return HANG;
      }),
    );
    const controller = new AbortController();
    const reason = new Error('the import was paused');
    const fetching = source({ requestTimeoutMs: 60_000 }).fetch(objectOf(keyOf(FIRST, dayAt(0))), controller.signal);
    await Promise.race([arrived, fetching]);
    controller.abort(reason);
    await expect(fetching).rejects.toBe(reason);
    await proxy.idle();
    expect(proxy.stats).toMatchObject({ requests: 1, clientAborts: 1 });
  });

  it('sends no request if the signal has already aborted', async () => {
    const reason = new Error('the import was paused');
    const signal = AbortSignal.abort(reason);
    await expect(source().listDestinations(signal)).rejects.toBe(reason);
    await expect(folderSource().listDestinations(signal)).rejects.toBe(reason);
    expect(proxy.stats.requests).toBe(0);
  });
});

describe('a folder of the same layout', () => {
  it('gives the same listing and the same bytes as the bucket', async () => {
    const range = { startDate: '2023-12-01', endDate: '2024-03-31' };
    const s3 = source();
    expect(await folderSource().listDestinations()).toEqual(await s3.listDestinations());
    for (const destination of [FIRST, SECOND]) {
      const inFolder = await folderSource().listObjects(destination, range);
      const inBucket = await s3.listObjects(destination, range);
      const withoutEtag = ({ key, day, sizeBytes }: ArchiveObject) => ({ key, day, sizeBytes });
      expect(inFolder.map(withoutEtag)).toEqual(inBucket.map(withoutEtag));
      for (const [index, object] of inFolder.slice(0, 10).entries()) {
        const fetched = await folderSource().fetch(object);
        expect(fetched.etag).toBe(object.etag);
        expect(fetched.bytes).toEqual((await s3.fetch(inBucket[index]!)).bytes);
      }
    }
  });

  it('reports ignored entries', async () => {
    const ignored: string[] = [];
    await folderSource(folder, (keys) => ignored.push(...keys)).listObjects(SECOND, {});
    expect(ignored).toEqual([`${SECOND}/2024/02/notes.txt`]);
  });

  it('reports a missing folder', async () => {
    const missing = join(folder, 'nowhere');
    await expect(folderSource(missing).listDestinations()).rejects.toMatchObject({
      code: 'ARCHIVE_UNAVAILABLE',
      message: `${missing}/: the folder does not exist`,
    });
  });

  it('a missing file is final', async () => {
    await expect(folderSource().fetch(objectOf(keyOf(FIRST, '2030-01-01')))).rejects.toBeInstanceOf(
      ArchiveObjectMissingError,
    );
  });

  it.each(['../secret', '/etc/hostname', `${FIRST}/../../secret`, `${FIRST}/2022/01/../01/01.json.gz`, ''])(
    'refuses the key %j',
    async (key) => {
      await expect(folderSource().fetch(objectOf(key))).rejects.toThrow('is not a key of the archive');
    },
  );

  it('follows links within the folder, and never out of it', async () => {
    const root = await mkdtemp(join(tmpdir(), 'archive-links-'));
    try {
      const archive = join(root, 'archive');
      const day = (number: string) => join(archive, SECOND, '2024', '01', `${number}.json.gz`);
      await write(root, 'secret', Buffer.from('secret'));
      await write(root, `outside/${keyOf(FIRST, '2024-01-01').slice(37)}`, Buffer.from('secret'));
      await write(archive, keyOf(SECOND, '2024-01-01'), Buffer.from('public'));
      await symlink(join(root, 'outside'), join(archive, FIRST));
      await symlink(join(root, 'secret'), day('02'));
      await symlink(day('01'), day('03'));
      await symlink(join(root, 'nowhere'), day('04'));
      const linked = folderSource(archive);
      expect(await linked.listDestinations()).toEqual([{ themeparksWikiId: SECOND }]);
      expect((await linked.listObjects(SECOND, {})).map((object) => object.day)).toEqual(['2024-01-01', '2024-01-03']);
      for (const key of [keyOf(SECOND, '2024-01-02'), keyOf(FIRST, '2024-01-01')]) {
        await expect(linked.fetch(objectOf(key))).rejects.toThrow('is outside the archive');
      }
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('ETags', () => {
  it('change when the content does, and only then', async () => {
    const root = await mkdtemp(join(tmpdir(), 'archive-etag-'));
    const own = await startArchiveServer({ bucket: BUCKET, folder: root });
    open.push(own);
    try {
      const key = keyOf(FIRST, '2024-01-01');
      for (const [place, reader] of Object.entries({
        s3: source({ endpoint: own.endpoint }),
        folder: folderSource(root),
      })) {
        await own.put(key, Buffer.from(`before ${place}`));
        await utimes(join(root, key), 1_700_000_000, 1_700_000_000);
        const [before] = await reader.listObjects(FIRST, {});
        expect((await reader.listObjects(FIRST, {}))[0]?.etag).toBe(before!.etag);
        await own.put(key, Buffer.from(`behind ${place}`));
        const [after] = await reader.listObjects(FIRST, {});
        expect(after!.sizeBytes).toBe(before!.sizeBytes);
        expect(after!.etag).not.toBe(before!.etag);
        expect((await reader.fetch(before!)).etag).toBe(after!.etag);
      }
      await own.remove(key);
      expect(await folderSource(root).listObjects(FIRST, {})).toEqual([]);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('createArchiveSource', () => {
  it('takes a bucket or a folder, as the settings say, and shows no secret', () => {
    expect(createArchiveSource(loadConfig({})).describe()).toBe(`s3://${BUCKET} (eu-west-2)`);
    expect(createArchiveSource(loadConfig({ ARCHIVE_SOURCE: folder })).describe()).toBe(`folder ${folder}`);
    const settings = { ARCHIVE_SOURCE: 's3://mirror/', ARCHIVE_S3_ENDPOINT: 'http://user:secret@127.0.0.1:9000/s3' };
    expect(createArchiveSource(loadConfig(settings)).describe()).toBe('s3://mirror at http://127.0.0.1:9000/s3');
  });

  it('reads from the endpoint of the settings', async () => {
    const configured = createArchiveSource(loadConfig({ ARCHIVE_S3_ENDPOINT: server.endpoint }));
    open.push(configured);
    await expect(configured.listDestinations()).resolves.toHaveLength(2);
  });
});
