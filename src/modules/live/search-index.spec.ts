import { SeededRandom } from '../../tools/archive-generator/seeded-random.js';
import { type SearchEntry, SearchIndex } from './search-index.js';

let nextId = 1;
const entry = (name: string, overrides: Partial<SearchEntry> = {}): SearchEntry => ({
  kind: 'RIDE',
  id: nextId++,
  name,
  entityType: 'ATTRACTION',
  isActive: true,
  parkId: 1,
  parkName: 'Park',
  destinationId: 1,
  destinationName: 'Resort',
  otherNames: [],
  ...overrides,
});
const NAMES = [
  'Big Thunder Mountain Railroad',
  'Space Mountain',
  'Splash Mountain',
  'TRON™ Lightcycle / Run',
  'Le Pays des Contes de Fées',
  'Hagrid’s Magical Creatures Motorbike Adventure™',
  'Soarin’ Around the World',
  'Pirates of the Caribbean',
];
const index = new SearchIndex(NAMES.map((name) => entry(name)));
const found = (query: string, limit = 3) => index.find(query, limit).map(({ entry: { name } }) => name);

describe('a search', () => {
  it.each([
    ['an exact match first', 'Space Mountain', 'Space Mountain'],
    ['in any case', 'SPACE mountain', 'Space Mountain'],
    ['without accents', 'contes de fees', 'Le Pays des Contes de Fées'],
    ['without trademarks', 'tron lightcycle run', 'TRON™ Lightcycle / Run'],
    ['without apostrophes', 'hagrids', 'Hagrid’s Magical Creatures Motorbike Adventure™'],
    ['with a typo', 'pirats of the carribean', 'Pirates of the Caribbean'],
    ['with swapped letters', 'thudner', 'Big Thunder Mountain Railroad'],
    ['an incomplete word', 'soar', 'Soarin’ Around the World'],
    ['with words in another order', 'mountain thunder', 'Big Thunder Mountain Railroad'],
    ['without the spaces', 'bigthunder', 'Big Thunder Mountain Railroad'],
    ['in the middle of a word', 'cycle', 'TRON™ Lightcycle / Run'],
  ])('finds %s', (_, query, name) => {
    expect(found(query)[0]).toBe(name);
  });

  it('finds nothing for a word without a match, nor for spaces', () => {
    expect(found('xylophone')).toEqual([]);
    expect(found('space xylophone')).toEqual([]);
    expect(found('  ')).toEqual([]);
  });

  it('allows no typo in a short word', () => {
    expect(new SearchIndex([entry('Cat')]).find('bat', 3)).toEqual([]);
  });

  it('ranks the name with the fewest other words first, and respects the limit', () => {
    expect(found('mountain', 2)).toEqual(['Space Mountain', 'Splash Mountain']);
  });

  it('ranks a destination before a park before a ride of the same name, and inactive entries last', () => {
    const same = new SearchIndex([
      entry('Europa', { isActive: false }),
      entry('Europa'),
      entry('Europa', { kind: 'PARK' }),
      entry('Europa', { kind: 'DESTINATION' }),
    ]);
    const order = same.find('europa', 9).map(({ entry: { kind, isActive } }) => `${kind} ${isActive}`);
    expect(order).toEqual(['DESTINATION true', 'PARK true', 'RIDE true', 'RIDE false']);
    expect(same.find('europa', 9, 'PARK')).toHaveLength(1);
  });

  it('finds a ride once, also by a former name, and returns the matched name', () => {
    const renamed = new SearchIndex([entry('Tiana’s Bayou Adventure', { otherNames: ['Splash Mountain', 'Splash'] })]);
    expect(renamed.find('splash mountain', 9)).toMatchObject([{ matchedName: 'Splash Mountain', score: 0.95 }]);
  });
});

describe('ten thousand rides', () => {
  it('are searched in a few milliseconds per query, typos included', () => {
    const random = SeededRandom.fromKey('search');
    const syllables = ['ra', 'tor', 'mi', 'len', 'da', 'ski', 'wor', 'ban', 'cu', 'pol', 'zen', 'fi'];
    const pick = () => syllables[Math.floor(random.next() * syllables.length)]!;
    const word = () => Array.from({ length: 2 + Math.floor(random.next() * 3) }, pick).join('');
    const names = Array.from({ length: 10_000 }, () => Array.from({ length: 4 }, word).join(' '));
    const large = new SearchIndex(names.map((name) => entry(name)));
    const typed = (name: string) => name.slice(0, 3) + name.slice(4);
    large.find(names[0]!, 10);
    const queries = names.filter((_, place) => place % 500 === 0);
    const before = process.cpuUsage();
    const first = queries.map((name) => large.find(typed(name), 10)[0]?.entry.name);
    // CPU time instead of elapsed time, because the machine may be busy.
    const eachMs = process.cpuUsage(before).user / 1000 / queries.length;
    console.info(`search among ${large.size} rides: ${eachMs.toFixed(1)} ms each`);
    const right = first.filter((name, place) => name === queries[place]).length;
    expect(right).toBeGreaterThanOrEqual(queries.length * 0.8);
    // a multiple of the measured 15 ms; comparing every name with typos would take seconds
    expect(eachMs).toBeLessThan(250);
  });
});
