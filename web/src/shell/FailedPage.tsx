import { useEffect } from 'react';
import { NetworkError } from '../api/errors.js';
import { ErrorState } from '../parts/states.js';
import { isServerUp } from '../api/server-up.js';

const AGAIN_MS = 5_000;

// A reload without a server would replace the dashboard by the browser's own error page.
const reloadIfUp = async () => {
  if (await isServerUp()) window.location.reload();
};

/**
 * A page whose code failed, or could not be loaded: after an upgrade of the server, its old files are gone. If the server was away,
 * the page goes on by itself once it responds.
 */
export function FailedPage({ error }: { error: unknown }) {
  const isAway = error instanceof NetworkError;
  useEffect(() => {
    if (!isAway) return;
    const timer = setInterval(() => void (document.hidden || reloadIfUp()), AGAIN_MS);
    return () => clearInterval(timer);
  }, [isAway]);
  return <ErrorState error={error} retry={() => void reloadIfUp()} />;
}
