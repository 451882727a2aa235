import { type ClassifiedRide, classify } from './classify.js';
import { CuratedIndex, type CuratedPark } from './curated-index.js';
import { CURATED_PARKS } from './curated-parks.js';

const SPACE_MOUNTAIN = 'b2260923-9315-40fd-9c6b-44dd811dbe64';
const curated = new CuratedIndex(CURATED_PARKS);
const ride = (overrides: Partial<ClassifiedRide>): ClassifiedRide => ({
  themeparksWikiIds: [],
  destinationName: 'Walt Disney World® Resort',
  parkName: 'Magic Kingdom Park',
  rideName: 'Some Ride',
  entityType: 'ATTRACTION',
  tags: null,
  ...overrides,
});
const response = (overrides: Partial<ClassifiedRide>) => {
  const { indoorOutdoor, classificationSource, classificationConfidence } = classify(ride(overrides), curated);
  return [indoorOutdoor, classificationSource, classificationConfidence];
};
const WET = [{ tag: 'MAY_GET_WET', tagName: 'May Get Wet' }];

describe('the class of a ride', () => {
  it('comes from the curated list, then from a tag, then from the name', () => {
    expect(response({ rideName: 'Space Mountain', tags: WET })).toEqual(['INDOOR', 'CURATED', 0.9]);
    expect(response({ rideName: 'Theater Rapids', tags: WET })).toEqual(['OUTDOOR', 'TAG', 0.6]);
    expect(response({ rideName: 'Wild River Rapids' })).toEqual(['OUTDOOR', 'NAME_RULE', 0.7]);
  });

  it('is null without a source if no source applies', () => {
    expect(response({})).toEqual([null, null, null]);
    expect(response({ rideName: 'The Great Coaster' })).toEqual([null, null, null]);
  });

  it('is null if a name suggests both', () => {
    expect(response({ rideName: 'Cinema Rapids' })).toEqual([null, null, null]);
  });

  it('is found by name regardless of trademark signs, accents and season, and by id regardless of the name', () => {
    expect(response({ rideName: 'it’s a small world™ Holiday' })).toEqual(['INDOOR', 'CURATED', 0.9]);
    expect(response({ rideName: 'Ghost Galaxy', themeparksWikiIds: [SPACE_MOUNTAIN] })).toEqual([
      'INDOOR',
      'CURATED',
      0.9,
    ]);
  });

  it('is looked up in the park of its destination: two resorts have a Disneyland Park', () => {
    const at = (destinationName: string, rideName: string) =>
      response({ destinationName, parkName: 'Disneyland Park', rideName })[0];
    expect(at('Disneyland Resort', 'Matterhorn Bobsleds')).toBe('HYBRID');
    expect(at('Disneyland Paris', 'Matterhorn Bobsleds')).toBeNull();
    expect(at('Disneyland Paris', 'Phantom Manor')).toBe('INDOOR');
  });

  it('by the word "parade" applies to shows only', () => {
    expect(response({ rideName: 'Festival Parade', entityType: 'SHOW' })[0]).toBe('OUTDOOR');
    expect(response({ rideName: 'Parade', entityType: 'RESTAURANT' })[0]).toBeNull();
  });
});

describe('the curated lists', () => {
  it('have at least twenty parks, most of them with at least a dozen attractions', () => {
    const sizes = CURATED_PARKS.map(
      ({ INDOOR = [], OUTDOOR = [], HYBRID = [] }) => INDOOR.length + OUTDOOR.length + HYBRID.length,
    );
    expect(sizes.length).toBeGreaterThanOrEqual(20);
    expect(sizes.filter((size) => size >= 12).length).toBeGreaterThanOrEqual(20);
  });

  it.each<[string, Partial<CuratedPark>]>([
    ['one attraction in two classes', { INDOOR: ['A Ride'], OUTDOOR: ['A  ride™'] }],
    ['an id without a class', { INDOOR: ['A Ride'], entityIds: { 'B Ride': SPACE_MOUNTAIN } }],
    ['one id twice', { INDOOR: ['A', 'B'], entityIds: { A: SPACE_MOUNTAIN, B: SPACE_MOUNTAIN } }],
  ])('are refused with %s', (_, lists) => {
    expect(() => new CuratedIndex([{ destinations: ['D'], parks: ['P'], ...lists }])).toThrow(/curated/);
  });
});
