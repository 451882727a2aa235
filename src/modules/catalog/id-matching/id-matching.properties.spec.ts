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

class Dice {
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

function rideName(dice: Dice): string {
  const words = Array.from({ length: 1 + dice.below(3) }, () => dice.pick(WORDS));
  return [...words, dice.pick(LABELS)].join(dice.pick([' ', ' ', ' - '])).trim();
}

function withTypos(dice: Dice, name: string): string {
  const letters = [...name];
  for (let edits = dice.below(3); edits > 0; edits -= 1) {
    letters.splice(dice.below(letters.length), dice.below(2), dice.pick(['', 'e', 's', 'n', ' ']));
  }
  return letters.join('');
}

function park(dice: Dice): { entities: UnknownEntity[]; candidates: CandidateRide[] } {
  const candidates = Array.from({ length: 25 }, (_, index) => ({
    rideId: 1 + (index % 22),
    name: rideName(dice),
    hasUuid: dice.below(4) === 0,
    entityType: dice.pick([null, 'ATTRACTION', 'ATTRACTION', 'SHOW']),
  }));
  const entities = Array.from({ length: 20 }, (_, index) => ({
    themeparksWikiId: `uuid-${index % 18}`,
    names: Array.from({ length: 1 + dice.below(2) }, () =>
      dice.below(3) === 0 ? rideName(dice) : withTypos(dice, dice.pick(candidates).name),
    ),
    isShow: dice.below(5) === 0,
  }));
  return { entities, candidates };
}

const SEEDS = Array.from({ length: 100 }, (_, index) => 1000 + index);

describe('any matching', () => {
  it('does not depend on the order of entities and candidates', () => {
    for (const seed of SEEDS) {
      const dice = new Dice(seed);
      const { entities, candidates } = park(dice);
      const expected = matchEntities(entities, candidates);
      for (let round = 0; round < 3; round += 1) {
        expect(matchEntities(dice.shuffle(entities), dice.shuffle(candidates))).toEqual(expected);
      }
    }
  });

  it('gives every UUID one decision and no ride to two of them', () => {
    for (const seed of SEEDS) {
      const { entities, candidates } = park(new Dice(seed));
      const decisions = matchEntities(entities, candidates);
      expect(decisions.map((decision) => decision.themeparksWikiId)).toEqual(
        [...new Set(entities.map((entity) => entity.themeparksWikiId))].sort(),
      );
      const rideIds = decisions.flatMap((decision) => decision.rideId ?? []);
      expect(new Set(rideIds).size).toBe(rideIds.length);
    }
  });

  it('never takes a ride with a UUID, of another type, or with other distinguishing words', () => {
    let matches = 0;
    for (const seed of SEEDS) {
      const { entities, candidates } = park(new Dice(seed));
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

  it('is undone by nothing new: a matched pair by itself matches in the same way', () => {
    for (const seed of SEEDS) {
      const { entities, candidates } = park(new Dice(seed));
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
  it('is normalised once and for all, and empty only if it was', () => {
    const dice = new Dice(42);
    for (let round = 0; round < 5_000; round += 1) {
      const name = Array.from({ length: dice.below(10) }, () => dice.pick(ALPHABET)).join('');
      const normalised = normaliseName(name);
      expect(normaliseName(normalised)).toBe(normalised);
      expect(normalised).toBe(normalised.trim());
      if (/[\p{L}\p{N}]/u.test(name)) expect(normalised).not.toBe('');
      const { base } = splitSeasonalOverlay(normalised);
      expect(splitSeasonalOverlay(base).base).toBe(base);
    }
  });
});
