import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { PRESENT } from './admin-queries.js';
import { api, bodyOf, type Schemas } from './client.js';

const WHILE_MEASURING_MS = 2_000;
/** Keys of what a measurement changes. */
export const STORAGE_KEY = ['admin', 'storage'] as const;

/** Sizes as last measured; asked often while a measurement is in progress. */
export const storageSummary = () =>
  queryOptions({
    ...PRESENT,
    queryKey: [...STORAGE_KEY, 'summary'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/storage/summary', { signal })),
    refetchInterval: ({ state }) =>
      state.data?.newestMeasurement?.status === 'RUNNING' ? WHILE_MEASURING_MS : PRESENT.refetchInterval,
  });

export const storageGrowth = (days: number) =>
  queryOptions({
    ...PRESENT,
    queryKey: [...STORAGE_KEY, 'growth', days],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/storage/growth', { params: { query: { days } }, signal })),
  });

export const storagePartitions = () =>
  queryOptions({
    ...PRESENT,
    queryKey: [...STORAGE_KEY, 'partitions'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/storage/partitions', { signal })),
  });

export const retentionComparison = () =>
  queryOptions({
    ...PRESENT,
    queryKey: [...STORAGE_KEY, 'retention'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/storage/retention-comparison', { signal })),
  });

/** Starts a measurement, or returns the one in progress. */
export const startMeasuring = (): Promise<Schemas['MeasurementView']> => bodyOf(api.POST('/api/admin/storage/measure'));

/** Takes an active alert over in the name of the session's key, or hands it back. */
export function acknowledgeAlert({ alertId, isTaken }: { alertId: number; isTaken: boolean }) {
  const params = { path: { alertId } };
  return isTaken
    ? bodyOf(api.POST('/api/admin/storage/alerts/{alertId}/acknowledge', { params }))
    : bodyOf(api.POST('/api/admin/storage/alerts/{alertId}/hand-back', { params }));
}
