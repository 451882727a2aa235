import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client.js';

const MINUTE_MS = 60_000;

/** The present state: fetched each minute, and when the window gets the focus. */
const LIVE = { staleTime: MINUTE_MS / 2, refetchInterval: MINUTE_MS } as const;
/** Statistics change a few times per hour at most. */
const STATISTICS = { staleTime: 5 * MINUTE_MS } as const;

export const statusSummary = () =>
  queryOptions({
    ...LIVE,
    queryKey: ['statusSummary'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/live/status-summary', { signal })),
  });

/** The largest page that the API allows. */
const ALL = 200;

export const destinations = () =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['destinations'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/destinations', { params: { query: { limit: ALL } }, signal })),
  });

export const search = (text: string) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['search', text],
    enabled: text !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/search', { params: { query: { q: text, limit: 12 } }, signal })),
  });

export const parks = () =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['parks'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/parks', { params: { query: { limit: ALL } }, signal })),
  });

export type SearchHit = Schemas['SearchHitView'];

export const parkLive = (parkId: number) =>
  queryOptions({
    ...LIVE,
    queryKey: ['parkLive', parkId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/parks/{parkId}/live', { params: { path: { parkId } }, signal })),
  });

export const park = (parkId: number) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['park', parkId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/parks/{parkId}', { params: { path: { parkId } }, signal })),
  });

export const ride = (rideId: number) =>
  queryOptions({
    ...LIVE,
    queryKey: ['ride', rideId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/rides/{rideId}', { params: { path: { rideId } }, signal })),
  });
