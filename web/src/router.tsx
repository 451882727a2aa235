import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readId } from './search-params.js';
import { FailedPage } from './shell/FailedPage.js';
import { NotFoundPage } from './shell/NotFoundPage.js';
import { Shell } from './shell/Shell.js';

const root = createRootRoute({ component: Shell });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search): { destination?: number } => ({ ...readId(search, 'destination') }),
  component: lazyRouteComponent(() => import('./pages/overview/OverviewPage.js'), 'OverviewPage'),
});

const park = createRoute({
  getParentRoute: () => root,
  path: '/parks/$parkId',
  component: lazyRouteComponent(() => import('./pages/park/ParkPage.js'), 'ParkPage'),
});

const ride = createRoute({
  getParentRoute: () => root,
  path: '/rides/$rideId',
  component: lazyRouteComponent(() => import('./pages/ride/RidePage.js'), 'RidePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([overview, park, ride]),
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: FailedPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
