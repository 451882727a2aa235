import { createHash } from 'node:crypto';

/** sfc32: small, fast, good enough for simulation; the same words give the same numbers on every machine. */
export class SeededRandom {
  constructor(
    private a: number,
    private b: number,
    private c: number,
    private d: number,
  ) {}

  /** An independent generator for every pair of seed word and number. */
  static fromWords(seedWord: number, index: number): SeededRandom {
    const random = new SeededRandom(seedWord | 0, Math.imul(index, 0x9e3779b1), mix32(seedWord ^ index), 1);
    for (let round = 0; round < 8; round++) random.next();
    return random;
  }

  static fromKey(key: string): SeededRandom {
    return SeededRandom.fromWords(wordFromKey(key), 0);
  }

  /** In [0, 1). */
  next(): number {
    const sum = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return (sum >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)]!;
  }

  /** Bell-shaped around 0, within ±1.5. */
  noise(): number {
    return this.next() + this.next() + this.next() - 1.5;
  }

  /** A new array in random order. */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.int(0, last);
      [result[last], result[other]] = [result[other]!, result[last]!];
    }
    return result;
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The finisher of murmur3: every bit of the input changes half the bits of the output. */
function mix32(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

export function wordFromKey(key: string): number {
  return digest(key).readInt32LE(0);
}

/** A UUID in the form of version 4 that depends only on the key. */
export function uuidFromKey(key: string): string {
  const bytes = digest(key).subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
