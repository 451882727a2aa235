import { TtlCache } from './ttl-cache.js';

const START_MS = Date.parse('2024-07-01T12:00:00Z');
const clock = { now: () => new Date(nowMs) };
let nowMs: number;
let asked: string[];
const cacheOf = (maxEntries = 9) => new TtlCache<string>(clock, 1000, { maxEntries });
const ask = (text: string) => () => {
  asked.push(text);
  return Promise.resolve(text);
};

beforeEach(() => {
  nowMs = START_MS;
  asked = [];
});

describe('TtlCache', () => {
  it('loads a value once for concurrent and later requests, and again after it has expired', async () => {
    const cache = cacheOf();
    const [one, two] = await Promise.all([cache.getOrLoad('a', ask('1')), cache.getOrLoad('a', ask('2'))]);
    nowMs += 999;
    expect([one, two, await cache.getOrLoad('a', ask('3'))]).toEqual(['1', '1', '1']);
    nowMs += 1;
    expect(await cache.getOrLoad('a', ask('4'))).toBe('4');
    expect(asked).toEqual(['1', '4']);
  });

  it('has a value without its promise once it is loaded', async () => {
    const cache = cacheOf();
    const loading = cache.getOrLoad('a', ask('1'));
    expect(cache.find('a')).toMatchObject({ loaded: undefined, ageMs: 0 });
    await loading;
    nowMs += 5;
    expect(cache.find('a')).toMatchObject({ loaded: '1', ageMs: 5 });
  });

  it('expires values of a clock that starts at 0, too', async () => {
    nowMs = 0;
    const cache = cacheOf();
    await cache.getOrLoad('a', ask('1'));
    nowMs = 1000;
    expect(await cache.getOrLoad('a', ask('2'))).toBe('2');
  });

  it('does not cache failures', async () => {
    const cache = cacheOf();
    await expect(cache.getOrLoad('a', () => Promise.reject(new Error('missing')))).rejects.toThrow('missing');
    expect(await cache.getOrLoad('a', ask('back'))).toBe('back');
  });

  it('keeps a newer value when an older load fails late', async () => {
    const cache = cacheOf();
    let fail: (error: Error) => void = () => undefined;
    const late = cache.getOrLoad('a', () => new Promise<string>((_, reject) => (fail = reject)));
    nowMs += 1000;
    await cache.getOrLoad('a', ask('1'));
    fail(new Error('late'));
    await expect(late).rejects.toThrow('late');
    expect(await cache.getOrLoad('a', ask('2'))).toBe('1');
  });

  it('evicts the least recently used value when it is full', async () => {
    const cache = cacheOf(2);
    for (const key of ['a', 'b', 'c', 'b', 'a']) await cache.getOrLoad(key, ask(key));
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
    for (const key of ['b', 'c', 'b']) await cache.getOrLoad(key, ask(key));
    expect(asked).toEqual(['a', 'b', 'c', 'a', 'c']);
  });
});
