import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client.js';
import { adminEvents } from './events.js';

const MINUTE_MS = 60_000;
/** While an import runs and no events arrive. */
const POLL_RUNNING_MS = 3_000;
/** The report of a running import reads much more than its progress. */
const REPORT_RUNNING_MS = 15_000;
export const IMPORTS_PER_PAGE = 20;
export const MAPPINGS_PER_PAGE = 20;

type Import = Schemas['ImportView'];

/** Whether its progress changes without an action of a person. */
export const isMoving = ({ status, interrupted }: Import): boolean =>
  status === 'PENDING' || (status === 'IN_PROGRESS' && !interrupted);

interface Polled<Data> {
  state: { data: Data | undefined };
}

const intervalMs = (imports: readonly Import[]): number =>
  imports.some(isMoving) && !adminEvents.isOpen ? POLL_RUNNING_MS : MINUTE_MS;

/** Newest first. All keys of imports begin with `admin imports`, as one event concerns all of them. */
export const importPage = (status: Schemas['ImportStatus'] | undefined, page: number) =>
  queryOptions({
    queryKey: ['admin', 'imports', 'page', status, page],
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }: Polled<{ data: Import[] }>) => intervalMs(state.data?.data ?? []),
    queryFn: ({ signal }) => {
      const query = { limit: IMPORTS_PER_PAGE, offset: (page - 1) * IMPORTS_PER_PAGE, ...(status ? { status } : {}) };
      return bodyOf(api.GET('/api/admin/import/list', { params: { query }, signal }));
    },
  });

export const importStatus = (importId: string) =>
  queryOptions({
    queryKey: ['admin', 'imports', 'status', importId],
    refetchInterval: ({ state }: Polled<Import>) => intervalMs(state.data ? [state.data] : []),
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/admin/import/status/{importId}', { params: { path: { importId } }, signal })),
  });

/** The report of an import; of a running one, of the files that are done. */
export function importQuality(one: Import) {
  const { importId, status, attempts } = one;
  return queryOptions({
    queryKey: ['admin', 'importQuality', importId, status, attempts],
    placeholderData: keepPreviousData,
    refetchInterval: isMoving(one) ? REPORT_RUNNING_MS : false,
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/admin/import/quality/{importId}', { params: { path: { importId } }, signal })),
  });
}

export const archiveDestinations = () =>
  queryOptions({
    queryKey: ['admin', 'archiveDestinations'],
    staleTime: 5 * MINUTE_MS,
    queryFn: ({ signal }) => bodyOf(api.GET('/api/admin/import/destinations', { signal })),
  });

export const startImport = (body: Schemas['StartImportBody']): Promise<Import | Schemas['ImportViewList']> =>
  bodyOf(api.POST('/api/admin/import/start', { body }));

export type ImportAction = 'pause' | 'resume' | 'cancel';

export function changeImport(importId: string, action: ImportAction): Promise<Import> {
  const params = { path: { importId } };
  if (action === 'cancel') return bodyOf(api.DELETE('/api/admin/import/cancel/{importId}', { params }));
  return bodyOf(
    action === 'pause'
      ? api.POST('/api/admin/import/pause/{importId}', { params })
      : api.POST('/api/admin/import/resume/{importId}', { params }),
  );
}

/** `review`: those that wait for a decision. `decided`: those that a person has decided. */
export type MappingList = 'review' | 'decided';

export const mappings = (list: MappingList, page: number) =>
  queryOptions({
    queryKey: ['admin', 'mappings', list, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const filter = list === 'decided' ? { method: 'MANUAL' as const } : {};
      const query = { limit: MAPPINGS_PER_PAGE, offset: (page - 1) * MAPPINGS_PER_PAGE, ...filter };
      return bodyOf(api.GET('/api/admin/import/mappings', { params: { query }, signal }));
    },
  });

export type MappingAction = { kind: 'same'; rideId: number } | { kind: 'separate' } | { kind: 'undo' };

export function decideMapping(themeparksWikiId: string, action: MappingAction): Promise<Schemas['MappingView']> {
  const params = { path: { themeparksWikiId } };
  const path = '/api/admin/import/mappings/{themeparksWikiId}';
  if (action.kind === 'same') return bodyOf(api.PUT(path, { params, body: { rideId: action.rideId } }));
  if (action.kind === 'undo') return bodyOf(api.DELETE(path, { params }));
  return bodyOf(api.POST(`${path}/keep-separate`, { params }));
}
