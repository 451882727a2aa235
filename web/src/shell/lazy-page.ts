import { lazyRouteComponent } from '@tanstack/react-router';
import { NetworkError } from '../api/errors.js';
import { isServerUp } from '../api/server-up.js';

/**
 * A page whose file is loaded when the page is opened. By default the router reloads the window if the file is missing. That helps after an
 * upgrade of the server, but without a server the dashboard would be gone.
 */
export const lazyPage: typeof lazyRouteComponent = (importer, exportName) =>
  lazyRouteComponent(
    () =>
      importer().catch(async (error: unknown) => {
        if (await isServerUp()) throw error;
        throw new NetworkError({ cause: error });
      }),
    exportName,
  );
