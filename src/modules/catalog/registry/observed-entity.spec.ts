import { type ObservedEntity, latestName, nameFromSlug } from './observed-entity.js';

const ID = '750939c5-a69e-408a-8d55-66c272fa265e';

const named = (...names: [name: string, firstSeenMs: number, lastSeenMs: number][]): ObservedEntity => ({
  themeparksWikiId: ID,
  names: names.map(([name, firstSeenMs, lastSeenMs]) => ({ name, firstSeenMs, lastSeenMs })),
  parkId: null,
  parkSlug: null,
  timezone: null,
  isShow: false,
  isPark: false,
  firstSeenMs: 0,
  lastSeenMs: 0,
});

describe('the name of an observed entity', () => {
  it('is the most recently used one, not the last in the list', () => {
    expect(latestName(named(['Old', 0, 5], ['New', 2, 9], ['Short-lived', 3, 4]))).toBe('New');
  });

  it('is the first of two with the same last use', () => {
    expect(latestName(named(['One', 0, 5], ['Two', 1, 5]))).toBe('One');
  });

  it('is the beginning of its UUID if no source ever reported one', () => {
    expect(latestName(named())).toBe('Unnamed 750939c5');
  });
});

describe('a slug of so many sharp s that upper case is too long for its column', () => {
  it('is truncated after the conversion to upper case', () => {
    expect(nameFromSlug(Array.from({ length: 128 }, () => 'ß').join('-'), ID)).toHaveLength(254);
    expect(nameFromSlug(`${'ß'}${'a'.repeat(254)}`, ID)).toBe(`SS${'a'.repeat(253)}`);
  });
});

describe('the name of a park of which only a slug is known', () => {
  it.each([
    ['magic-kingdom', 'Magic Kingdom'],
    ['universal_studios  florida', 'Universal Studios Florida'],
    ['universalstudiosflorida', 'Universalstudiosflorida'],
    ['éventail-1', 'Éventail 1'],
    ['--', 'Park 750939c5'],
    ['', 'Park 750939c5'],
    [null, 'Park 750939c5'],
  ])('%j: %s', (slug, name) => {
    expect(nameFromSlug(slug, ID)).toBe(name);
  });
});
