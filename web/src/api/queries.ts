import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { withRideAges, withParkAges } from './ages.js';
import { api, bodyOf, type Schemas } from './client.js';
import { type Compared, comparedKey, type ComparedKind, keptOf } from './compared.js';

const MINUTE_MS = 60_000;

/** The present state: fetched each minute, and when the window gets the focus. */
export const LIVE = { staleTime: MINUTE_MS / 2, refetchInterval: MINUTE_MS } as const;
/** Statistics change a few times per hour at most. */
export const STATISTICS = { staleTime: 5 * MINUTE_MS } as const;

export const statusSummary = () =>
  queryOptions({
    ...LIVE,
    queryKey: ['statusSummary'],
    queryFn: async ({ signal }) => withParkAges(await bodyOf(api.GET('/api/live/status-summary', { signal }))),
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
    queryFn: async ({ signal }) =>
      withRideAges(await bodyOf(api.GET('/api/parks/{parkId}/live', { params: { path: { parkId } }, signal }))),
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

/** The entity of a chart: exactly one of both. */
export type Target = { rideId: number } | { parkId: number };

/** Observations of a ride in [from, to), as instants. The first page has the largest size that the API allows. */
export const rideObservations = (rideId: number, from: string, to: string) =>
  queryOptions({
    ...LIVE,
    queryKey: ['rideObservations', rideId, from, to],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { from, to, interval: 'raw', limit: MAX_OBSERVATIONS } as const;
      const history = await bodyOf(
        api.GET('/api/rides/{rideId}/history', { params: { path: { rideId }, query }, signal }),
      );
      if (history.interval !== 'raw') throw new Error('Statistics instead of observations');
      return history;
    },
  });

const MAX_OBSERVATIONS = 5_000;

export const rideRollup = (rideId: number, from: string, to: string, interval: 'hour' | 'day') =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['rideRollup', rideId, from, to, interval],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { from, to, interval, limit: MAX_OBSERVATIONS } as const;
      const history = await bodyOf(
        api.GET('/api/rides/{rideId}/history', { params: { path: { rideId }, query }, signal }),
      );
      if (history.interval === 'raw') throw new Error('Observations instead of statistics');
      return history;
    },
  });

export const typicalDay = (target: Target, day: { date: string } | { weekday: number }) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['typicalDay', target, day],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/analytics/typical-day', { params: { query: { ...target, ...day } }, signal })),
  });

export const heatmap = (target: Target, from: string, to: string, metric: Schemas['HeatmapMetric']) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['heatmap', target, from, to, metric],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/analytics/heatmap', { params: { query: { ...target, from, to, metric } }, signal })),
  });

interface YearsQuery {
  from: string;
  to: string;
  years: number;
  align: Schemas['Alignment'];
}

export const yearOverYear = (target: Target, query: YearsQuery) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['yearOverYear', target, query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/analytics/year-over-year', { params: { query: { ...target, ...query } }, signal })),
  });

/**
 * Several rides or parks over one period; the API needs one earlier year. The result repeats what was requested, because the
 * page still shows it while the next one is being loaded. Null: nothing is requested.
 */
export const comparison = (kind: ComparedKind, ids: readonly number[], period: Compared['period'] | null) =>
  queryOptions<Compared, Error, Compared, ReturnType<typeof comparedKey>>({
    ...STATISTICS,
    queryKey: comparedKey(kind, ids, period),
    placeholderData: keptOf(kind, period),
    enabled: period !== null,
    queryFn: async ({ signal }): Promise<Compared> => {
      const of = kind === 'rides' ? { rideIds: ids.join(',') } : { parkIds: ids.join(',') };
      const query = { ...of, ...period!, years: 1, align: 'date' } as const;
      const { data } = await bodyOf(api.GET('/api/analytics/year-over-year/several', { params: { query }, signal }));
      return { kind, period: period!, entries: data.map((entry, index) => ({ ...entry, id: ids[index]! })) };
    },
  });

export const rideQueues = (rideId: number, from: string, to: string) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['rideQueues', rideId, from, to],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/rides/{rideId}/queues', {
          params: { path: { rideId }, query: { from, to, limit: MAX_OBSERVATIONS } },
          signal,
        }),
      ),
  });

export const metadataHistory = (rideId: number) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['metadataHistory', rideId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/rides/{rideId}/metadata-history', { params: { path: { rideId } }, signal })),
  });

export const calendar = (parkId: number, year: number) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['calendar', parkId, year],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/analytics/calendar', { params: { query: { parkId, year } }, signal })),
  });

/** The rides of a park with positions: those around its own position. */
export const ridesAround = (latitude: number, longitude: number) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['ridesAround', latitude, longitude],
    queryFn: ({ signal }) => {
      const query = { latitude, longitude, radiusMeters: 5_000, limit: ALL };
      return bodyOf(api.GET('/api/rides/nearby', { params: { query }, signal }));
    },
  });

interface PeriodQuery {
  scope: Schemas['Scope'];
  period: Schemas['PeriodName'];
  from?: string;
  to?: string;
  parkId?: number;
  destinationId?: number;
  limit: number;
}

export const trends = (query: PeriodQuery & { direction: Schemas['Direction']; metric: Schemas['TrendMetric'] }) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['trends', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/analytics/trends', { params: { query }, signal })),
  });

/** What a park publishes for local days. */
export const parkSchedule = (parkId: number, from: string, to: string) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['parkSchedule', parkId, from, to],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/parks/{parkId}/schedule', { params: { path: { parkId }, query: { from, to } }, signal })),
  });
