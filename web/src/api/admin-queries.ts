import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client.js';

const MINUTE_MS = 60_000;
/** The state of the warehouse: fetched each minute, and when the window gets the focus. */
export const PRESENT = { staleTime: MINUTE_MS / 2, refetchInterval: MINUTE_MS } as const;
/** The largest page that the API allows. */
const ALL = 200;

/** All keys of these queries begin with `admin`, so that signing out can remove them. */
export const jobs = () =>
  queryOptions({
    ...PRESENT,
    queryKey: ['admin', 'jobs'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/jobs', { signal })),
  });

export const qualitySummary = () =>
  queryOptions({
    ...PRESENT,
    queryKey: ['admin', 'quality', 'summary'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/quality/summary', { signal })),
  });

export const storageAlerts = () =>
  queryOptions({
    ...PRESENT,
    queryKey: ['admin', 'storage', 'alerts'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/storage/alerts', { signal })),
  });

export const imports = () =>
  queryOptions({
    ...PRESENT,
    queryKey: ['admin', 'imports'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/import/list', { params: { query: { limit: 20 } }, signal })),
  });

export const keys = () =>
  queryOptions({
    ...PRESENT,
    queryKey: ['admin', 'keys'],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/keys', { params: { query: { limit: ALL } }, signal })),
  });

export const createKey = (body: Schemas['CreateKeyBody']): Promise<Schemas['CreatedKeyView']> =>
  bodyOf(api.POST('/api/admin/keys', { body }));

export const revokeKey = (keyId: number): Promise<Schemas['KeyView']> =>
  bodyOf(api.DELETE('/api/admin/keys/{keyId}', { params: { path: { keyId } } }));

/** Pages of the audit log, newest first. */
export const audit = (outcome: Schemas['AuditOutcome'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'audit', outcome],
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextCursor }: Schemas['AuditPageView']) => nextCursor,
    queryFn: ({ signal, pageParam }) => {
      const query = {
        limit: 50,
        ...(outcome === undefined ? {} : { outcome }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return bodyOf(api.GET('/api/admin/audit', { params: { query }, signal }));
    },
  });
