import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client.js';
import { LIVE, STATISTICS } from './queries.js';

/** The largest page that the API allows. */
const MAX_OBSERVATIONS = 5_000;

type RawPage = Schemas['RideHistory'];

/** All observations of a ride in [from, to), page after page. `isLive`: the newest of them are refreshed each minute. */
export const observationPages = (rideId: number, from: string, to: string, isLive: boolean) =>
  infiniteQueryOptions({
    ...(isLive ? LIVE : STATISTICS),
    queryKey: ['observationPages', rideId, from, to],
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }: RawPage) => page.nextCursor,
    queryFn: async ({ pageParam, signal }): Promise<RawPage> => {
      const cursor = pageParam === null ? {} : { cursor: pageParam };
      const query = { from, to, interval: 'raw', limit: MAX_OBSERVATIONS, ...cursor } as const;
      const history = await bodyOf(
        api.GET('/api/rides/{rideId}/history', { params: { path: { rideId }, query }, signal }),
      );
      if (history.interval !== 'raw') throw new Error('Statistics instead of observations');
      return history;
    },
  });
