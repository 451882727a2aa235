import { type CachedResponse, ResponseCache } from './response-cache.js';

const FOR_MS = 1_000;
const respondWith = (body: string): CachedResponse => ({
  ...{ body: Buffer.from(body), etag: `"${body}"` },
  ...{ headers: [], unchangedHeaders: [] },
});

describe('ResponseCache', () => {
  let memory: ResponseCache;
  let asked: number;
  const getOrLoad = async (key: string, nowMs: number, body = key) => {
    const { cached, ageMs } = memory.getOrLoad(key, nowMs, () => {
      asked += 1;
      return Promise.resolve(respondWith(body));
    });
    return { body: (await cached).body.toString(), ageMs };
  };
  beforeEach(() => {
    memory = new ResponseCache(FOR_MS, 12);
    asked = 0;
  });

  it('returns the same response until it expires, with its age, and then loads it again', async () => {
    expect(await getOrLoad('a', 5_000, 'one')).toEqual({ body: 'one', ageMs: 0 });
    expect(await getOrLoad('a', 5_999, 'two')).toEqual({ body: 'one', ageMs: 999 });
    expect(await getOrLoad('a', 6_000, 'two')).toEqual({ body: 'two', ageMs: 0 });
    expect(asked).toBe(2);
  });

  it('finds cached and pending responses without loading anything', async () => {
    expect(memory.find('a', 0)).toBeUndefined();
    const first = getOrLoad('a', 0);
    expect(await memory.find('a', 1)?.cached).toMatchObject({ etag: '"a"' });
    await first;
    expect(memory.find('a', 999)?.ageMs).toBe(999);
    expect([memory.find('a', 1_000), memory.find('b', 0)]).toEqual([undefined, undefined]);
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
    memory = new ResponseCache(FOR_MS, 1_000);
    for (let nowMs = 0; nowMs < 100 * FOR_MS; nowMs += FOR_MS / 4) await getOrLoad(`question at ${nowMs}`, nowMs, '');
    expect(memory.size).toBe(4);
  });

  it('does not cache failures', async () => {
    const { cached } = memory.getOrLoad('a', 0, () => Promise.reject(new Error('no')));
    await expect(cached).rejects.toThrow('no');
    expect(memory.find('a', 0)).toBeUndefined();
    expect(await getOrLoad('a', 1)).toMatchObject({ body: 'a' });
  });

  it('evicts the oldest entry above its maximum size', async () => {
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
    await memory.getOrLoad('a', 0, () => Promise.resolve({ ...respondWith(''), headers })).cached;
    expect(memory.find('a', 1)).toBeUndefined();
  });

  it('includes the key in the size, because long URLs can have short responses', async () => {
    await getOrLoad('a long question', 0, '');
    expect(memory.find('a long question', 1)).toBeUndefined();
  });

  it('is off with a lifetime of 0', () => {
    expect([memory.isOn, new ResponseCache(0, 10).isOn]).toEqual([true, false]);
  });
});
