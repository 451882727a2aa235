import { ErrorState } from '../parts/states.js';
import { isServerUp } from './server-up.js';

/** A page whose code failed, or could not be loaded: after an upgrade of the server, its old files are gone. */
export function FailedPage({ error }: { error: unknown }) {
  // Without a server, the browser would show a page of its own instead.
  const retry = async () => {
    if (await isServerUp()) window.location.reload();
  };
  return <ErrorState error={error} retry={() => void retry()} />;
}
