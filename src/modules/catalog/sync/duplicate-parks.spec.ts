import type { KnownPark, KnownRide } from './catalog-comparison.js';
import { findDuplicateParks } from './duplicate-parks.js';

const park = (parkId: number, name: string): KnownPark => ({
  parkId,
  destinationId: 1,
  themeparksWikiId: `park-${parkId}`,
  name,
  slug: null,
  timezone: null,
  latitude: null,
  longitude: null,
  destinationUuid: 'destination-1',
  countsAsParkId: null,
  isActive: true,
});
const ride = (rideId: number, parkId: number, name: string, overrides: Partial<KnownRide> = {}): KnownRide => ({
  rideId,
  themeparksWikiId: `ride-${rideId}`,
  parkId,
  name,
  entityType: 'ATTRACTION',
  isActive: true,
  linkedToRideId: null,
  isHeldApart: false,
  wasListed: true,
  destinationUuid: 'destination-1',
  firstSeenAt: null,
  lastSeenAt: null,
  ...overrides,
});

describe('a park that vanished', () => {
  it('is paired with the listed park of the same name, ignoring accents and trademark signs', () => {
    const [duplicates] = findDuplicateParks([park(1, 'Épic Land™')], [park(2, 'Epic Land'), park(3, 'Other')], []);
    expect([duplicates!.removed.parkId, duplicates!.appeared.parkId, duplicates!.links]).toEqual([1, 2, []]);
  });

  it('is not paired if no listed park has its name', () => {
    expect(findDuplicateParks([park(1, 'Epic Land')], [park(2, 'Epic Sea')], [])).toEqual([]);
  });

  it('has links between its rides with unambiguous names', () => {
    const rides = [
      ride(1, 1, 'Dragon'),
      ride(2, 1, 'Twin'),
      ride(3, 1, 'Only there before'),
      ride(4, 1, 'Linked', { linkedToRideId: 14 }),
      ride(5, 1, 'From the archive', { themeparksWikiId: null }),
      ride(11, 2, 'DRAGON'),
      ride(12, 2, 'Twin'),
      ride(13, 2, 'Twin'),
      ride(14, 2, 'Linked'),
      ride(15, 2, 'From the archive'),
    ];
    const [duplicates] = findDuplicateParks([park(1, 'Epic Land')], [park(2, 'Epic Land')], rides);
    expect(duplicates!.links).toEqual([{ themeparksWikiId: 'ride-1', rideId: 11, name: 'DRAGON' }]);
  });
});
