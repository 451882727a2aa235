import { useEffect, useRef } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { startMeasuring, STORAGE_KEY } from '../../../api/storage-queries.js';
import { bytesText, plural } from '../../../format/numbers.js';
import { fullTimeText } from '../../../format/times.js';
import { ErrorState } from '../../../parts/states.js';

type Measurement = Schemas['MeasurementView'];

/** Starts a measurement, and shows the newest one: in progress, its result, or why it failed. */
export function MeasureNow({ newest }: { newest: Measurement | null }) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: STORAGE_KEY });
  const starting = useMutation({ mutationFn: startMeasuring, onSuccess: refresh });
  const isRunning = newest?.status === 'RUNNING';
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    // Everything on the page is as of the last measurement.
    if (wasRunning.current && !isRunning) void client.invalidateQueries({ queryKey: STORAGE_KEY });
    wasRunning.current = isRunning;
  }, [client, isRunning]);
  return (
    <div className="measure">
      <p className="note" role="status">
        {newest === null ? 'Not measured yet' : measurementText(newest)}
      </p>
      <button
        type="button"
        className="button button-main"
        disabled={isRunning || starting.isPending}
        onClick={() => starting.mutate()}
      >
        {isRunning || starting.isPending ? 'Measuring …' : 'Measure now'}
      </button>
      {starting.isError && <ErrorState error={starting.error} />}
    </div>
  );
}

function measurementText({ status, startedAt, finishedAt, result, error }: Measurement): string {
  if (status === 'RUNNING') return `Measuring since ${fullTimeText(startedAt, 'UTC')}`;
  if (status === 'FAILED')
    return `The measurement of ${fullTimeText(startedAt, 'UTC')} failed: ${error ?? 'no reason'}`;
  if (result === null) return `Measured ${fullTimeText(finishedAt, 'UTC')}`;
  const { rows, totalBytes } = result;
  return `Measured ${fullTimeText(finishedAt, 'UTC')}: ${bytesText(totalBytes)}, ${plural(rows, 'row')}`;
}
