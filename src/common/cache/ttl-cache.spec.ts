import { TtlCache } from './ttl-cache.js';

const START_MS = Date.parse('2024-07-01T12:00:00Z');
let nowMs: number;
let asked: string[];
const memory = (maxEntries = 9) => new TtlCache<string>({ now: () => new Date(nowMs) }, 1000, maxEntries);
const ask = (text: string) => () => {
  asked.push(text);
  return Promise.resolve(text);
};

beforeEach(() => {
  nowMs = START_MS;
  asked = [];
});

describe('a short memory', () => {
  it('asks once for what is wanted several times within its time, and again after it', async () => {
    const short = memory();
    const [one, two] = await Promise.all([short.getOrLoad('a', ask('1')), short.getOrLoad('a', ask('2'))]);
    nowMs += 999;
    expect([one, two, await short.getOrLoad('a', ask('3'))]).toEqual(['1', '1', '1']);
    nowMs += 1;
    expect(await short.getOrLoad('a', ask('4'))).toBe('4');
    expect(asked).toEqual(['1', '4']);
  });

  it('remembers no failure', async () => {
    const short = memory();
    await expect(short.getOrLoad('a', () => Promise.reject(new Error('missing')))).rejects.toThrow('missing');
    expect(await short.getOrLoad('a', ask('back'))).toBe('back');
  });

  it('forgets the oldest when it is full', async () => {
    const short = memory(2);
    for (const key of ['a', 'b', 'c', 'b', 'a']) await short.getOrLoad(key, ask(key));
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
