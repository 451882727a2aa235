import { useEffect, useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { METADATA_KEY, startSync } from '../../../api/metadata-queries.js';
import { Section } from '../../../parts/page.js';
import { ErrorState } from '../../../parts/states.js';
import { syncText } from './metadata-text.js';

/** Starts a synchronisation with the source, and shows the newest one. */
export function SyncNow({ status }: { status: Schemas['SyncStatusView'] }) {
  const client = useQueryClient();
  const [isForced, setIsForced] = useState(false);
  const refresh = () => void client.invalidateQueries({ queryKey: METADATA_KEY });
  const starting = useMutation({ mutationFn: startSync, onSuccess: refresh });
  const { running, lastRun } = status;
  const wasRunning = useRef(running);
  useEffect(() => {
    if (wasRunning.current && !running) void client.invalidateQueries({ queryKey: METADATA_KEY });
    wasRunning.current = running;
  }, [client, running]);
  return (
    <Section title="Synchronisation" note="From ThemeParks.wiki, each day and here. Values set by hand stay.">
      <div className="sync">
        <p role="status">{syncText(status)}</p>
        {running && lastRun && lastRun.ridesTotal > 0 && (
          <progress
            aria-label="Rides synchronised"
            value={lastRun.ridesDone}
            max={lastRun.ridesTotal}
            className="sync-progress"
          />
        )}
        <div className="controls">
          <label className="sync-force">
            <input type="checkbox" checked={isForced} onChange={(event) => setIsForced(event.target.checked)} /> Also
            rides synchronised within the last 20 hours
          </label>
          <button
            type="button"
            className="button button-main"
            disabled={running || starting.isPending}
            onClick={() => starting.mutate({ force: isForced })}
          >
            {running ? 'Synchronising …' : 'Synchronise now'}
          </button>
        </div>
        {starting.isError && <ErrorState error={starting.error} />}
        {lastRun?.error && <p className="note">{lastRun.error}</p>}
        {lastRun && lastRun.failures.length > 0 && <Failures failures={lastRun.failures} />}
      </div>
    </Section>
  );
}

function Failures({ failures }: { failures: readonly Schemas['SyncFailureView'][] }) {
  return (
    <details>
      <summary>{`The first ${failures.length} failures`}</summary>
      <ul className="plain-list">
        {failures.map(({ themeparksWikiId, name, reason }) => (
          <li key={themeparksWikiId} className="note">
            {`${name}: ${reason}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
