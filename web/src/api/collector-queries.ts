import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client.js';

const MINUTE_MS = 60_000;
/** Cycles take place every few minutes; their events come earlier. */
const PRESENT = { staleTime: MINUTE_MS / 2, refetchInterval: MINUTE_MS } as const;

/** All keys of the collection begin with `admin collector`, as one event concerns all of them. */
export const collectorStatus = () =>
  queryOptions({
    ...PRESENT,
    queryKey: ['admin', 'collector', 'status'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/collector/status', { signal })),
  });

/** @param date UTC day */
export const collectionDay = (date: string) =>
  queryOptions({
    ...PRESENT,
    queryKey: ['admin', 'collector', 'day', date],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/collector/day', { params: { query: { date } }, signal })),
  });

export const startCycle = (): Promise<Schemas['StartedCollectionView']> => bodyOf(api.POST('/api/admin/collector/run'));
