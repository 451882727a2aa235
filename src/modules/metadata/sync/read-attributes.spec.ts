import { readAttributes } from './read-attributes.js';

const PARK = '75ea578a-adc8-4116-a54d-dccb60765ef9';
const entity = {
  id: PARK,
  name: 'A ride',
  slug: null,
  entityType: 'ATTRACTION',
  location: {},
  tags: [],
  timezone: 'UTC',
};

describe('the attributes of an entity', () => {
  it('are all keys that are not of the entity itself, known or not, with their values as they are', () => {
    const attributes = { minimumHeight: 102, mayGetWet: false, lightningLane: { tiers: ['MULTI', 1] }, note: 'new' };
    expect(readAttributes({ ...entity, ...attributes, attractionType: 'SHOW', parkId: PARK.toUpperCase() })).toEqual({
      attractionType: 'SHOW',
      themeparksWikiParkId: PARK,
      attributes,
    });
  });

  it('have no value if nothing is reported', () => {
    const nothing = { attractionType: null, themeparksWikiParkId: null, attributes: null };
    expect(readAttributes(entity)).toEqual(nothing);
    expect(readAttributes({ ...entity, mayGetWet: null, attractionType: null, parkId: null })).toEqual(nothing);
  });

  it('include an attraction type and a park id that cannot be read', () => {
    expect(readAttributes({ ...entity, attractionType: 'WATER_SLIDE', parkId: 'orlando' })).toEqual({
      attractionType: null,
      themeparksWikiParkId: null,
      attributes: { attractionType: 'WATER_SLIDE', parkId: 'orlando' },
    });
  });

  it('are left out where they could not be stored, without losing the others', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50; level++) deep = [deep];
    expect(readAttributes({ ...entity, deep, mayGetWet: true }).attributes).toEqual({ mayGetWet: true });
    expect(readAttributes({ ...entity, long: 'x'.repeat(70_000), mayGetWet: true }).attributes).toEqual({
      mayGetWet: true,
    });
  });
});
