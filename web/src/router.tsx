import { createRootRoute, createRoute, createRouter, notFound } from '@tanstack/react-router';
import { BASE_PATH } from './base-path.js';
import { type Align, ALIGNMENTS } from './alignments.js';
import { statusSummary } from './api/queries.js';
import { queryClient } from './api/query-client.js';
import { AUDIT_FILTERS, type AuditFilter } from './pages/admin/audit-filter.js';
import {
  IMPORT_STATES,
  IMPORT_VIEWS,
  type ImportsSearch,
  MAPPING_LISTS,
  PROPOSAL_STATES,
} from './pages/admin/imports/import-views.js';
import { SOURCES } from './pages/admin/imports/start-request.js';
import { readMetadataSearch } from './pages/admin/metadata/metadata-search.js';
import { readQualitySearch } from './pages/admin/quality/quality-search.js';
import { readStorageSearch } from './pages/admin/storage/storage-search.js';
import { OverviewPage } from './pages/overview/OverviewPage.js';
import { type PatternsSearch, readPatterns } from './pages/ride/patterns-search.js';
import { RIDE_VIEWS, type RideView } from './pages/ride/ride-views.js';
import { PARK_VIEWS, type ParkView } from './pages/park/park-views.js';
import { RANKED_BY, type RankedBy } from './pages/rankings/ranked-by.js';
import { type Interval, INTERVALS } from './pages/ride/history-span.js';
import { MAX_COMPARED } from './pages/compare/max-compared.js';
import { type Dataset, DATASETS, type Format, FORMATS } from './pages/explore/explore-data.js';
import {
  type Direction,
  DIRECTIONS,
  type Metric,
  METRICS,
  type Order,
  ORDERS,
  type PeriodSearch,
  readPeriod,
  SCOPES,
} from './periods.js';
import { readDay, readId, readIdList, readUuid, readWord } from './search-params.js';
import { FailedPage } from './shell/FailedPage.js';
import { lazyPage } from './shell/lazy-page.js';
import { NotFoundPage } from './shell/NotFoundPage.js';
import { Shell } from './shell/Shell.js';

const root = createRootRoute({ component: Shell });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search): { destination?: number } => ({ ...readId(search, 'destination') }),
  // The request need not wait for the page to be rendered, nor the page for a file of its own.
  loader: () => void queryClient.prefetchQuery(statusSummary()),
  component: OverviewPage,
});

type RankingSearch = PeriodSearch & { by?: RankedBy; order?: Order };
type ParkSearch = Omit<RankingSearch, 'scope' | 'destination' | 'park'> & { view?: ParkView; year?: number };

const park = createRoute({
  getParentRoute: () => root,
  path: '/parks/$parkId',
  loader: ({ params }) => requireId(params.parkId),
  validateSearch: (search): ParkSearch => ({
    ...readWord(search, 'view', PARK_VIEWS),
    ...readId(search, 'year'),
    ...readRanking(search),
  }),
  component: lazyPage(() => import('./pages/park/ParkPage.js'), 'ParkPage'),
  remountDeps: ({ params }) => params,
});

interface RideSearch extends PatternsSearch {
  view?: RideView;
  detail?: Interval;
  align?: Align;
  from?: string;
  to?: string;
}

const ride = createRoute({
  getParentRoute: () => root,
  path: '/rides/$rideId',
  loader: ({ params }) => requireId(params.rideId),
  validateSearch: (search): RideSearch => ({
    ...readWord(search, 'view', RIDE_VIEWS),
    ...readWord(search, 'detail', INTERVALS),
    ...readWord(search, 'align', ALIGNMENTS),
    ...readPatterns(search),
    ...readDay(search, 'from'),
    ...readDay(search, 'to'),
  }),
  component: lazyPage(() => import('./pages/ride/RidePage.js'), 'RidePage'),
  // The page of another ride is a new component, so that it shows no data of the previous ride while its own is being loaded.
  remountDeps: ({ params }) => params,
});

const rankings = createRoute({
  getParentRoute: () => root,
  path: '/rankings',
  validateSearch: (search): RankingSearch => ({ ...readScope(search), ...readRanking(search) }),
  component: lazyPage(() => import('./pages/rankings/RankingsPage.js'), 'RankingsPage'),
});

const trends = createRoute({
  getParentRoute: () => root,
  path: '/trends',
  validateSearch: (search): PeriodSearch & { direction?: Direction; metric?: Metric } => ({
    ...readScope(search),
    ...readPeriod(search),
    ...readWord(search, 'direction', DIRECTIONS),
    ...readWord(search, 'metric', METRICS),
  }),
  component: lazyPage(() => import('./pages/trends/TrendsPage.js'), 'TrendsPage'),
});

interface CompareSearch {
  rides?: string;
  parks?: string;
  from?: string;
  to?: string;
  from2?: string;
  to2?: string;
}

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: (search): CompareSearch => ({
    ...readIdList(search, 'rides', MAX_COMPARED),
    ...readIdList(search, 'parks', MAX_COMPARED),
    ...readDay(search, 'from'),
    ...readDay(search, 'to'),
    ...readDay(search, 'from2'),
    ...readDay(search, 'to2'),
  }),
  component: lazyPage(() => import('./pages/compare/ComparePage.js'), 'ComparePage'),
});

interface ExploreSearch {
  dataset?: Dataset;
  format?: Format;
  park?: number;
  ride?: number;
  from?: string;
  to?: string;
}

const explore = createRoute({
  getParentRoute: () => root,
  path: '/explore',
  validateSearch: (search): ExploreSearch => ({
    ...readWord(search, 'dataset', DATASETS),
    ...readWord(search, 'format', FORMATS),
    ...readId(search, 'park'),
    ...readId(search, 'ride'),
    ...readDay(search, 'from'),
    ...readDay(search, 'to'),
  }),
  component: lazyPage(() => import('./pages/explore/ExplorePage.js'), 'ExplorePage'),
});

/** The pages for operators, within a frame that signs them in. */
const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  component: lazyPage(() => import('./pages/admin/AdminFrame.js'), 'AdminFrame'),
});

const adminHealth = createRoute({
  getParentRoute: () => admin,
  path: '/',
  component: lazyPage(() => import('./pages/admin/HealthPage.js'), 'HealthPage'),
});

const adminAudit = createRoute({
  getParentRoute: () => admin,
  path: '/audit',
  validateSearch: (search): { outcome?: AuditFilter } => readWord(search, 'outcome', AUDIT_FILTERS),
  component: lazyPage(() => import('./pages/admin/AuditPage.js'), 'AuditPage'),
});

const adminQuality = createRoute({
  getParentRoute: () => admin,
  path: '/quality',
  validateSearch: readQualitySearch,
  component: lazyPage(() => import('./pages/admin/quality/QualityPage.js'), 'QualityPage'),
});

const adminMetadata = createRoute({
  getParentRoute: () => admin,
  path: '/metadata',
  validateSearch: readMetadataSearch,
  component: lazyPage(() => import('./pages/admin/metadata/MetadataPage.js'), 'MetadataPage'),
});

const adminStorage = createRoute({
  getParentRoute: () => admin,
  path: '/storage',
  validateSearch: readStorageSearch,
  component: lazyPage(() => import('./pages/admin/storage/StoragePage.js'), 'StoragePage'),
});

const adminKeys = createRoute({
  getParentRoute: () => admin,
  path: '/keys',
  component: lazyPage(() => import('./pages/admin/KeysPage.js'), 'KeysPage'),
});

const adminImports = createRoute({
  getParentRoute: () => admin,
  path: '/imports',
  validateSearch: (search): ImportsSearch => ({
    ...readWord(search, 'view', IMPORT_VIEWS),
    ...readWord(search, 'status', IMPORT_STATES),
    ...readWord(search, 'list', MAPPING_LISTS),
    ...readWord(search, 'proposals', PROPOSAL_STATES),
    ...readId(search, 'page'),
    ...readWord(search, 'source', SOURCES),
    ...readUuid(search, 'destination'),
    ...readId(search, 'park'),
    ...readDay(search, 'from'),
    ...readDay(search, 'to'),
  }),
  component: lazyPage(() => import('./pages/admin/imports/ImportsPage.js'), 'ImportsPage'),
});

const adminImport = createRoute({
  getParentRoute: () => admin,
  path: '/imports/$importId',
  component: lazyPage(() => import('./pages/admin/imports/ImportPage.js'), 'ImportPage'),
  remountDeps: ({ params }) => params,
});

const adminCollector = createRoute({
  getParentRoute: () => admin,
  path: '/collector',
  validateSearch: (search): { date?: string } => readDay(search, 'date'),
  component: lazyPage(() => import('./pages/admin/collector/CollectorPage.js'), 'CollectorPage'),
});

/** Text that is not a number is no id, so no request is sent for it. */
function requireId(text: string): void {
  if (!/^[1-9]\d*$/.test(text)) notFound({ throw: true });
}

function readScope(search: Record<string, unknown>) {
  return { ...readWord(search, 'scope', SCOPES), ...readId(search, 'destination'), ...readId(search, 'park') };
}

function readRanking(search: Record<string, unknown>) {
  return {
    ...readPeriod(search),
    ...readWord(search, 'by', RANKED_BY),
    ...readWord(search, 'order', ORDERS),
  };
}

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    park,
    ride,
    compare,
    rankings,
    trends,
    explore,
    admin.addChildren([
      ...[adminHealth, adminImports, adminImport, adminCollector, adminQuality],
      ...[adminStorage, adminMetadata, adminKeys, adminAudit],
    ]),
  ]),
  basepath: BASE_PATH === '' ? '/' : BASE_PATH,
  scrollRestoration: true,
  // Drops parameters that no page reads; an invalid value counts as missing.
  search: { strict: true },
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: FailedPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
