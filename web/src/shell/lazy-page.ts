import { lazyRouteComponent } from '@tanstack/react-router';
import { NetworkError } from '../api/errors.js';
import { isServerUp } from './server-up.js';

/**
 * A page whose file is loaded once it is wanted. The router reloads the window if the file is missing, which helps after an upgrade of the
 * server; while the server is away, the dashboard would be gone with it.
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
