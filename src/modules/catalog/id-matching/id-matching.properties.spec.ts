import { distinctionOf } from './distinguishing-words.js';
import { type CandidateRide, matchEntities, type UnknownEntity } from './name-matcher.js';
import { normaliseName, splitSeasonalOverlay } from './name-normaliser.js';

/** Mulberry32: the same numbers for the same seed on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class SeededRandom {
  private readonly random: () => number;
  constructor(seed: number) {
    this.random = seededRandom(seed);
  }
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
  shuffle<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [result[last], result[other]] = [result[other] as T, result[last] as T];
    }
    return result;
  }
}

const WORDS = 'Space Splash Mountain Jungle Cruise Dragon Racer Studio Track Railroad Station Theater'.split(' ');
const LABELS = [
  '',
  '',
  '',
  '1',
  '2',
  'II',
  'Red',
  'Blau',
  'A',
  'B',
  '3D',
  'Holiday',
  'Halloween',
  '™',
  '(North)',
  '東',
];
const ALPHABET = [...'aAzZéßøŁıİ09 .,-’\'"&™(TM)カガｶﾞ가中яйёΣς´¨¾①Ⅳ\u0301\u200d\uFE0F\n½𝒜🎢'];

function rideName(random: SeededRandom): string {
  const words = Array.from({ length: 1 + random.below(3) }, () => random.pick(WORDS));
  return [...words, random.pick(LABELS)].join(random.pick([' ', ' ', ' - '])).trim();
}

function withTypos(random: SeededRandom, name: string): string {
  const letters = [...name];
  for (let edits = random.below(3); edits > 0; edits -= 1) {
    letters.splice(random.below(letters.length), random.below(2), random.pick(['', 'e', 's', 'n', ' ']));
  }
  return letters.join('');
}

function park(random: SeededRandom): { entities: UnknownEntity[]; candidates: CandidateRide[] } {
  const candidates = Array.from({ length: 25 }, (_, index) => ({
    rideId: 1 + (index % 22),
    name: rideName(random),
    hasUuid: random.below(4) === 0,
    entityType: random.pick([null, 'ATTRACTION', 'ATTRACTION', 'SHOW']),
  }));
  const entities = Array.from({ length: 20 }, (_, index) => ({
    themeparksWikiId: `uuid-${index % 18}`,
    names: Array.from({ length: 1 + random.below(2) }, () =>
      random.below(3) === 0 ? rideName(random) : withTypos(random, random.pick(candidates).name),
    ),
    isShow: random.below(5) === 0,
  }));
  return { entities, candidates };
}

const SEEDS = Array.from({ length: 100 }, (_, index) => 1000 + index);

describe('any matching', () => {
  it('does not depend on the order of entities and candidates', () => {
    for (const seed of SEEDS) {
      const random = new SeededRandom(seed);
      const { entities, candidates } = park(random);
      const expected = matchEntities(entities, candidates);
      for (let round = 0; round < 3; round += 1) {
        expect(matchEntities(random.shuffle(entities), random.shuffle(candidates))).toEqual(expected);
      }
    }
  });

  it('gives every UUID one decision and no ride to two of them', () => {
    for (const seed of SEEDS) {
      const { entities, candidates } = park(new SeededRandom(seed));
      const decisions = matchEntities(entities, candidates);
      expect(decisions.map((decision) => decision.themeparksWikiId)).toEqual(
        [...new Set(entities.map((entity) => entity.themeparksWikiId))].sort(),
      );
      const rideIds = decisions.flatMap((decision) => decision.rideId ?? []);
      expect(new Set(rideIds).size).toBe(rideIds.length);
    }
  });

  it('never matches a ride with a UUID, of another type, or with other distinguishing words', () => {
    let matches = 0;
    for (const seed of SEEDS) {
      const { entities, candidates } = park(new SeededRandom(seed));
      for (const decision of matchEntities(entities, candidates).filter(({ rideId }) => rideId !== null)) {
        matches += 1;
        const rows = candidates.filter(({ rideId }) => rideId === decision.rideId);
        expect(rows.some(({ hasUuid }) => hasUuid)).toBe(false);
        const isShow = entities.some((one) => one.themeparksWikiId === decision.themeparksWikiId && one.isShow);
        const types = rows.filter(({ name }) => name === decision.matchedName).map(({ entityType }) => entityType);
        expect(types.some((type) => type === null || (type === 'SHOW') === isShow)).toBe(true);
        const [one, other] = [decision.archiveName, decision.matchedName ?? ''].map(normaliseName);
        expect(distinctionOf(one ?? '').key).toBe(distinctionOf(other ?? '').key);
        expect(decision.score).toBeGreaterThanOrEqual(0.8);
      }
    }
    expect(matches).toBeGreaterThan(200);
  });

  it('is stable: a matched pair alone matches in the same way', () => {
    for (const seed of SEEDS) {
      const { entities, candidates } = park(new SeededRandom(seed));
      for (const decision of matchEntities(entities, candidates).filter(({ rideId }) => rideId !== null)) {
        const entity = { themeparksWikiId: decision.themeparksWikiId, names: [decision.archiveName], isShow: false };
        const ride = { rideId: 1, name: decision.matchedName ?? '', hasUuid: false, entityType: null };
        const [alone] = matchEntities([entity], [ride]);
        expect(alone).toEqual({ ...decision, rideId: 1 });
      }
    }
  });
});

describe('any name', () => {
  it('is normalised idempotently, and is empty only if it was empty', () => {
    const random = new SeededRandom(42);
    for (let round = 0; round < 5_000; round += 1) {
      const name = Array.from({ length: random.below(10) }, () => random.pick(ALPHABET)).join('');
      const normalised = normaliseName(name);
      expect(normaliseName(normalised)).toBe(normalised);
      expect(normalised).toBe(normalised.trim());
      if (/[\p{L}\p{N}]/u.test(name)) expect(normalised).not.toBe('');
      const { base } = splitSeasonalOverlay(normalised);
      expect(splitSeasonalOverlay(base).base).toBe(base);
    }
  });
});
