import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { PRESENT } from './admin-queries.js';
import { api, bodyOf, type Schemas } from './client.js';

/** Keys of what a change of metadata, or a synchronisation, changes. */
export const METADATA_KEY = ['admin', 'metadata'] as const;
const WHILE_RUNNING_MS = 2_000;
export const RIDES_PER_PAGE = 50;

export const metadataCoverage = () =>
  queryOptions({
    ...PRESENT,
    queryKey: [...METADATA_KEY, 'coverage'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/metadata/coverage', { signal })),
  });

/** Asked often while a synchronisation is in progress. */
export const metadataSync = () =>
  queryOptions({
    ...PRESENT,
    queryKey: [...METADATA_KEY, 'sync'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/metadata/sync', { signal })),
    refetchInterval: ({ state }) => (state.data?.running ? WHILE_RUNNING_MS : PRESENT.refetchInterval),
  });

export const startSync = (body: Schemas['MetadataSyncBody']): Promise<Schemas['StartedSyncView']> =>
  bodyOf(api.POST('/api/admin/metadata/sync', { body }));

interface ReviewFilter {
  list: Schemas['MetadataReviewList'];
  parkId?: number;
  page: number;
}

export const ridesToReview = ({ page, ...filter }: ReviewFilter) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...METADATA_KEY, 'rides', filter, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const query = { ...filter, limit: RIDES_PER_PAGE, offset: (page - 1) * RIDES_PER_PAGE };
      return bodyOf(api.GET('/api/admin/metadata/rides', { params: { query }, signal }));
    },
  });

/** A ride with the values that can be set by hand. */
export const editedRide = (rideId: number) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...METADATA_KEY, 'ride', rideId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/metadata/{rideId}', { params: { path: { rideId } }, signal })),
  });

interface MetadataChange {
  rideId: number;
  body: Schemas['MetadataOverrideBody'];
}

export const changeMetadata = ({ rideId, body }: MetadataChange): Promise<Schemas['RideMetadataView']> =>
  bodyOf(api.PATCH('/api/admin/metadata/{rideId}', { params: { path: { rideId } }, body }));
