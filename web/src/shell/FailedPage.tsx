import { ErrorState } from '../parts/states.js';
import { isServerUp } from './server-up.js';

/** A page whose code failed, or could not be loaded: after an upgrade of the server, its old files are gone. */
export function FailedPage({ error }: { error: unknown }) {
  // A reload without a server would replace the dashboard by the browser's own error page.
  const retry = async () => {
    if (await isServerUp()) window.location.reload();
  };
  return <ErrorState error={error} retry={() => void retry()} />;
}
