import { type CachedResponse, ResponseCache } from './response-cache.js';

const FOR_MS = 1_000;
const respondWith = (body: string): CachedResponse => ({
  ...{ body: Buffer.from(body), etag: `"${body}"` },
  ...{
    headers: [],
    unchangedHeaders: [],
    encoded: new Map(),
    compressed: () => Promise.reject(new Error('not asked')),
    route: '/api/parks',
  },
});

describe('ResponseCache', () => {
  let cache: ResponseCache;
  let asked: number;
  let clockMs: number;
  const clock = { now: () => new Date(clockMs) };
  const cacheOf = (maxBytes: number, forMs = FOR_MS) => new ResponseCache(clock, forMs, maxBytes);
  const find = (key: string, nowMs: number) => {
    clockMs = nowMs;
    return cache.find(key);
  };
  const getOrLoad = async (key: string, nowMs: number, body = key) => {
    clockMs = nowMs;
    const { value, ageMs } = cache.findOrLoad(key, () => {
      asked += 1;
      return Promise.resolve(respondWith(body));
    });
    return { body: (await value).body.toString(), ageMs };
  };
  beforeEach(() => {
    cache = cacheOf(12);
    asked = 0;
    clockMs = 0;
  });

  it('returns the same response until it expires, with its age, and then loads it again', async () => {
    expect(await getOrLoad('a', 5_000, 'one')).toEqual({ body: 'one', ageMs: 0 });
    expect(await getOrLoad('a', 5_999, 'two')).toEqual({ body: 'one', ageMs: 999 });
    expect(await getOrLoad('a', 6_000, 'two')).toEqual({ body: 'two', ageMs: 0 });
    expect(asked).toBe(2);
  });

  it('finds cached and pending responses without loading anything', async () => {
    expect(find('a', 0)).toBeUndefined();
    const first = getOrLoad('a', 0);
    expect(await find('a', 1)?.value).toMatchObject({ etag: '"a"' });
    await first;
    expect(find('a', 999)?.ageMs).toBe(999);
    expect([find('a', 1_000), find('b', 0)]).toEqual([undefined, undefined]);
    expect(asked).toBe(1);
  });

  it('loads once for concurrent requests', async () => {
    const responses = await Promise.all([getOrLoad('a', 0), getOrLoad('a', 0), getOrLoad('a', 1)]);
    expect(responses.map(({ body }) => body)).toEqual(['a', 'a', 'a']);
    expect(asked).toBe(1);
  });

  it('loads again if the clock was set back', async () => {
    await getOrLoad('a', 5_000);
    await getOrLoad('a', 4_000);
    expect(asked).toBe(2);
  });

  it('removes expired entries of any size', async () => {
    cache = cacheOf(1_000);
    for (let nowMs = 0; nowMs < 100 * FOR_MS; nowMs += FOR_MS / 4) await getOrLoad(`question at ${nowMs}`, nowMs, '');
    expect(cache.size).toBe(4);
  });

  it('does not cache failures', async () => {
    await expect(cache.getOrLoad('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(find('a', 0)).toBeUndefined();
    expect(await getOrLoad('a', 1)).toMatchObject({ body: 'a' });
  });

  it('evicts the least recently used entry above its maximum size', async () => {
    await getOrLoad('a', 0, '12345');
    await getOrLoad('b', 0, '12345');
    await getOrLoad('c', 0, '1');
    asked = 0;
    await getOrLoad('c', 1);
    await getOrLoad('b', 1);
    expect(asked).toBe(0);
    await getOrLoad('a', 1);
    expect(asked).toBe(1);
    await getOrLoad('d', 1, 'longer than everything');
    asked = 0;
    await getOrLoad('d', 1);
    expect(asked).toBe(1);
  });

  it('includes the headers of a response in its size', async () => {
    const headers = ['Name', '12345678'];
    await cache.getOrLoad('a', () => Promise.resolve({ ...respondWith(''), headers }));
    expect(find('a', 1)).toBeUndefined();
  });

  it('includes the key in the size, because long URLs can have short responses', async () => {
    await getOrLoad('a long question', 0, '');
    expect(find('a long question', 1)).toBeUndefined();
  });

  it('is off with a lifetime of 0', () => {
    expect([cache.isOn, cacheOf(10, 0).isOn]).toEqual([true, false]);
  });
});
