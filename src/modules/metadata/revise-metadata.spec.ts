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
  it('takes over what is said for the first time, as a change of nothing', () => {
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

  it('wipes nothing of which a full answer says nothing', () => {
    const nothing = { latitude: null, longitude: null, entityType: null, externalId: null, tags: null };
    const { next, changes, kept } = reviseMetadata(ride(known), nothing, 'ENTITY', curated);
    expect([next, changes]).toEqual([known, []]);
    expect(kept).toEqual(['latitude', 'longitude', 'entityType', 'externalId', 'tags', 'heightMinCm']);
  });

  it('keeps a height that new tags no longer have, and names it', () => {
    const tags = [{ tag: 'CHILD_SWAP', tagName: 'Child Swap' }];
    const { next, kept } = reviseMetadata(ride(known), { tags }, 'ENTITY', curated);
    expect([next.tags, next.heightMinCm, kept]).toEqual([tags, 102, ['heightMinCm']]);
  });

  it('is none where the same is said again, also with the members of a tag in another order', () => {
    const { tag, tagName, value } = height(102);
    const tags = [{ value: { unit: value.unit, height: value.height }, tagName, tag }];
    expect(reviseMetadata(ride(known), { tags, latitude: 28.4 }, 'ENTITY', curated).changes).toEqual([]);
  });

  it('leaves what a person has set, and still learns what the tags say', () => {
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

  it('takes a height that a person has set to none for none', () => {
    expect(overrideMetadata(ride(known, { heightMinCm: null }), [], curated).next.heightMinCm).toBeNull();
  });

  it('clears no height but the one that is to be cleared', () => {
    const stale = { ...known, tags: [], heightMaxCm: 195 };
    const { next } = overrideMetadata(ride(stale), ['heightMinCm'], curated);
    expect([next.heightMinCm, next.heightMaxCm]).toEqual([null, 195]);
  });
});
