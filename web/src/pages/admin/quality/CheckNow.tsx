import { useMutation, useQueryClient } from '@tanstack/react-query';
import { QUALITY_KEY, startCheck } from '../../../api/quality-queries.js';
import { fullTimeText } from '../../../format/times.js';
import { ErrorState } from '../../../parts/states.js';

/** Searches the newest data for problems, of all parks or of one. What it finds appears in the list. */
export function CheckNow({ parkId }: { parkId: number | undefined }) {
  const client = useQueryClient();
  const starting = useMutation({
    mutationFn: startCheck,
    onSuccess: () => void client.invalidateQueries({ queryKey: QUALITY_KEY }),
  });
  return (
    <div className="check-now">
      {starting.data && (
        <p className="note" role="status">
          {`Checking ${fullTimeText(starting.data.from, 'UTC')} to ${fullTimeText(starting.data.to, 'UTC')} UTC. `}
          What is found appears below.
        </p>
      )}
      <button
        type="button"
        className="button"
        disabled={starting.isPending}
        onClick={() => starting.mutate(parkId === undefined ? {} : { parkId })}
      >
        {parkId === undefined ? 'Check all parks now' : 'Check this park now'}
      </button>
      {starting.isError && <ErrorState error={starting.error} />}
    </div>
  );
}
