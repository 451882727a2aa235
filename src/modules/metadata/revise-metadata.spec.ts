import { CuratedIndex } from './classification/curated-index.js';
import { type Metadata, NO_METADATA, type Overrides } from './metadata.js';
import { overrideMetadata, reviseMetadata } from './revise-metadata.js';

const curated = new CuratedIndex([{ destinations: ['D'], parks: ['P'], INDOOR: ['Listed'] }]);
const height = (cm: number) => ({
  tag: 'MINIMUM_HEIGHT',
  tagName: 'Minimum Height',
  value: { height: cm, unit: 'cm' },
});
const known: Metadata = {
  ...NO_METADATA,
  latitude: 28.4,
  longitude: -81.5,
  entityType: 'ATTRACTION',
  externalId: '7',
  tags: [height(102)],
  heightMinCm: 102,
};
const ride = (current: Metadata, overrides: Overrides = {}, rideName = 'A Ride') => ({
  current,
  overrides,
  identity: { rideName, parkName: 'P', destinationName: 'D', themeparksWikiIds: [] },
});

const fieldsOf = (kept: readonly { field: string }[]) => kept.map(({ field }) => field);

describe('a revision', () => {
  it('stores first values as changes from null', () => {
    const { next, changes, kept } = reviseMetadata(
      ride(NO_METADATA),
      { latitude: 1, longitude: 2, entityType: 'SHOW', externalId: null },
      'LISTING',
      curated,
    );
    expect(next).toEqual({ ...NO_METADATA, latitude: 1, longitude: 2, entityType: 'SHOW' });
    expect(changes.map(({ field, oldValue, newValue, source }) => [field, oldValue, newValue, source])).toEqual([
      ['latitude', null, 1, 'LISTING'],
      ['longitude', null, 2, 'LISTING'],
      ['entityType', null, 'SHOW', 'LISTING'],
    ]);
    expect(kept).toEqual([]);
  });

  it('erases no value that a response lacks', () => {
    const nothing = { latitude: null, longitude: null, entityType: null, externalId: null, tags: null };
    const { next, changes, kept } = reviseMetadata(ride(known), nothing, 'ENTITY', curated);
    expect([next, changes]).toEqual([known, []]);
    expect(fieldsOf(kept)).toEqual(['latitude', 'longitude', 'entityType', 'externalId', 'tags', 'heightMinCm']);
  });

  it('keeps a height that new tags no longer have, and reports it', () => {
    const tags = [{ tag: 'CHILD_SWAP', tagName: 'Child Swap' }];
    const { next, kept } = reviseMetadata(ride(known), { tags }, 'ENTITY', curated);
    expect([next.tags, next.heightMinCm, kept]).toEqual([tags, 102, [{ field: 'heightMinCm', value: 102 }]]);
  });

  it('has no changes if the same values are reported again, even with reordered members of a tag', () => {
    const { tag, tagName, value } = height(102);
    const tags = [{ value: { unit: value.unit, height: value.height }, tagName, tag }];
    expect(reviseMetadata(ride(known), { tags, latitude: 28.4 }, 'ENTITY', curated).changes).toEqual([]);
  });

  it('keeps values set by hand, and still stores the tags', () => {
    const overrides: Overrides = { heightMinCm: 90, indoorOutdoor: 'OUTDOOR' };
    const set = overrideMetadata(ride(known, overrides, 'Listed'), [], curated);
    expect(set.next).toMatchObject({ heightMinCm: 90, indoorOutdoor: 'OUTDOOR', classificationSource: 'MANUAL' });
    expect(set.changes.every(({ source }) => source === 'MANUAL')).toBe(true);
    const after = reviseMetadata(ride(set.next, overrides, 'Listed'), { tags: [height(112)] }, 'ENTITY', curated);
    expect(after.next).toMatchObject({ heightMinCm: 90, indoorOutdoor: 'OUTDOOR', tags: [height(112)] });
    const cleared = overrideMetadata(ride(after.next, {}, 'Listed'), ['heightMinCm', 'indoorOutdoor'], curated);
    expect(cleared.next).toMatchObject({
      heightMinCm: 112,
      indoorOutdoor: 'INDOOR',
      classificationSource: 'CURATED',
    });
  });

  it('keeps a height null that a person has set to none', () => {
    expect(overrideMetadata(ride(known, { heightMinCm: null }), [], curated).next.heightMinCm).toBeNull();
  });

  it('clears only the given height', () => {
    const stale = { ...known, tags: [], heightMaxCm: 195 };
    const { next } = overrideMetadata(ride(stale), ['heightMinCm'], curated);
    expect([next.heightMinCm, next.heightMaxCm]).toEqual([null, 195]);
  });
});

describe('a revision by a document with attributes instead of tags', () => {
  const NEW = { tags: null, attractionType: 'RIDE', themeparksWikiParkId: 'p' } as const;
  const revise = (current: Metadata, facts: Parameters<typeof reviseMetadata>[1], overrides: Overrides = {}) =>
    reviseMetadata(ride(current, overrides), facts, 'ENTITY', curated);

  it('keeps the tags without a finding, and every height that the attributes do not report', () => {
    const two = { ...known, heightMaxCm: 195 };
    const { next, changes, kept, confirmed } = revise(two, { ...NEW, attributes: { minimumHeight: 102 } });
    expect(next).toEqual({
      ...two,
      attractionType: 'RIDE',
      themeparksWikiParkId: 'p',
      attributes: { minimumHeight: 102 },
    });
    expect(changes.map(({ field }) => field)).toEqual(['attractionType', 'themeparksWikiParkId', 'attributes']);
    expect(kept).toEqual([{ field: 'heightMaxCm', value: 195 }]);
    expect(confirmed).toEqual(expect.arrayContaining(['tags', 'heightMinCm', 'attributes.minimumHeight']));
  });

  it('reports each height that neither form has', () => {
    const { next, changes, kept } = revise(known, { ...NEW, attributes: null });
    expect([next.heightMinCm, next.tags, changes.map(({ field }) => field)]).toEqual([
      102,
      known.tags,
      ['attractionType', 'themeparksWikiParkId'],
    ]);
    expect(fieldsOf(kept)).toEqual(['heightMinCm']);
  });

  it('keeps an attribute that later documents lack, reports it by name, and takes the new value of others', () => {
    const first = revise(NO_METADATA, { ...NEW, attributes: { mayGetWet: true, lightningLane: 'x' } }).next;
    const { next, kept } = revise(first, { ...NEW, attributes: { mayGetWet: false } });
    expect(next.attributes).toEqual({ mayGetWet: false, lightningLane: 'x' });
    expect(kept).toEqual([{ field: 'attributes.lightningLane', value: 'x' }]);
  });

  it('classifies by the attribute, even against kept tags', () => {
    const wet = { ...known, tags: [{ tag: 'MAY_GET_WET' }] };
    expect(revise(NO_METADATA, { ...NEW, attributes: { mayGetWet: true } }).next).toMatchObject({
      indoorOutdoor: 'OUTDOOR',
      classificationSource: 'TAG',
    });
    expect(revise(wet, { ...NEW, attributes: { mayGetWet: false } }).next.indoorOutdoor).toBeNull();
  });

  it('takes the values of tags that come back, without a finding about the attributes', () => {
    const before = revise(known, {
      ...NEW,
      attributes: { minimumHeight: 112, mayGetWet: false, onRidePhoto: true },
    }).next;
    const tags = [height(122), { tag: 'MAY_GET_WET' }];
    const old = { tags, attributes: null, attractionType: null, themeparksWikiParkId: null };
    const { next, kept } = revise(before, old);
    expect(next).toMatchObject({ heightMinCm: 122, tags, attributes: { onRidePhoto: true }, indoorOutdoor: 'OUTDOOR' });
    expect([next.attractionType, kept]).toEqual(['RIDE', []]);
    const cleared = overrideMetadata(ride(next), ['heightMinCm'], curated);
    expect(cleared.next.heightMinCm).toBe(122);
  });

  it('keeps values set by hand; a cleared height falls back to the attributes before the tags', () => {
    const { next, kept } = revise(known, { ...NEW, attributes: { minimumHeight: 112 } }, { heightMinCm: 90 });
    expect([next.heightMinCm, kept]).toEqual([90, []]);
    expect(overrideMetadata(ride(next), ['heightMinCm'], curated).next.heightMinCm).toBe(112);
  });

  it('replaces no known attraction type by UNKNOWN', () => {
    const first = revise(NO_METADATA, { ...NEW, attributes: null }).next;
    expect(revise(first, { ...NEW, attractionType: 'UNKNOWN', attributes: null }).next.attractionType).toBe('RIDE');
    expect(revise(NO_METADATA, { ...NEW, attractionType: 'UNKNOWN', attributes: null }).next.attractionType).toBe(
      'UNKNOWN',
    );
  });
});
