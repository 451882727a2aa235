import { ErrorState } from '../parts/states.js';

/** A page whose code failed, or could not be loaded: after an upgrade of the server, its old files are gone. */
export function FailedPage({ error }: { error: unknown }) {
  return <ErrorState error={error} retry={() => window.location.reload()} />;
}
