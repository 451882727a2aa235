import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client.js';
import { LIVE, STATISTICS } from './queries.js';

/** Today hour by hour, against the same weekday of the year before. */
export const parkToday = (parkId: number) =>
  queryOptions({
    ...LIVE,
    queryKey: ['parkToday', parkId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/parks/{parkId}/today', { params: { path: { parkId } }, signal })),
  });

/** The performances of a local day. */
export const parkShowtimes = (parkId: number, date: string) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['parkShowtimes', parkId, date],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/parks/{parkId}/showtimes', { params: { path: { parkId }, query: { date } }, signal })),
  });

/** The largest page that the API allows. */
const MAX_DOWNTIMES = 1_000;

export const parkDowntimes = (parkId: number, from: string, to: string) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['parkDowntimes', parkId, from, to],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/parks/{parkId}/downtimes', {
          params: { path: { parkId }, query: { from, to, limit: MAX_DOWNTIMES } },
          signal,
        }),
      ),
  });

export interface RankingQuery {
  scope: Schemas['Scope'];
  period: Schemas['PeriodName'];
  metric: Schemas['RankedBy'];
  order: Schemas['RankOrder'];
  from?: string;
  to?: string;
  parkId?: number;
  destinationId?: number;
  limit: number;
}

export const ranking = (query: RankingQuery) =>
  queryOptions({
    ...STATISTICS,
    queryKey: ['ranking', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/analytics/rankings', { params: { query }, signal })),
  });
