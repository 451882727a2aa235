import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { CompressedBodies } from './compressed-bodies.js';

const bodyOf = (text: string) => Buffer.from(text.repeat(100));

describe('CompressedBodies', () => {
  it('compresses a body once for each encoding, however often it is computed', async () => {
    const bodies = new CompressedBodies(100_000);
    const first = await bodies.compressed('/a', bodyOf('a day'), 'br');
    expect(await bodies.compressed('/a', bodyOf('a day'), 'br')).toBe(first);
    const zipped = await bodies.compressed('/a', bodyOf('a day'), 'gzip');
    expect([brotliDecompressSync(first), gunzipSync(zipped)]).toEqual([bodyOf('a day'), bodyOf('a day')]);
  });

  it('compresses what has changed, and keeps other URLs apart', async () => {
    const bodies = new CompressedBodies(100_000);
    await bodies.compressed('/a', bodyOf('a day'), 'br');
    const [changed, other] = [
      await bodies.compressed('/a', bodyOf('a week'), 'br'),
      await bodies.compressed('/b', bodyOf('a day'), 'br'),
    ];
    expect(brotliDecompressSync(changed)).toEqual(bodyOf('a week'));
    expect(brotliDecompressSync(other)).toEqual(bodyOf('a day'));
  });

  it('forgets the least recently used above its size, and never keeps a body that is larger', async () => {
    const bodies = new CompressedBodies(1_000);
    const first = await bodies.compressed('/a', bodyOf('a day'), 'br');
    await bodies.compressed('/b', bodyOf('a day'), 'br');
    const again = await bodies.compressed('/a', bodyOf('a day'), 'br');
    expect([again === first, again.equals(first)]).toEqual([false, true]);
    const large = [await bodies.compressed('/c', bodyOf('a whole year'), 'br')];
    large.push(await bodies.compressed('/c', bodyOf('a whole year'), 'br'));
    expect(large[0]).not.toBe(large[1]);
  });
});
