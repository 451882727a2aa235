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
    expect(kept).toEqual(['latitude', 'longitude', 'entityType', 'externalId', 'tags', 'heightMinCm']);
  });

  it('keeps a height that new tags no longer have, and reports it', () => {
    const tags = [{ tag: 'CHILD_SWAP', tagName: 'Child Swap' }];
    const { next, kept } = reviseMetadata(ride(known), { tags }, 'ENTITY', curated);
    expect([next.tags, next.heightMinCm, kept]).toEqual([tags, 102, ['heightMinCm']]);
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
