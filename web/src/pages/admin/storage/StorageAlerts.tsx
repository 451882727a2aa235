import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { acknowledgeAlert, STORAGE_KEY } from '../../../api/storage-queries.js';
import { plural } from '../../../format/numbers.js';
import { fullTimeText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { ErrorState } from '../../../parts/states.js';
import { wordText } from '../../../parts/words.js';

type Alert = Schemas['StorageAlertView'];

/** Active alerts with who takes care of them, and behind a line those that were cleared, which happens by itself. */
export function StorageAlerts({ alerts: { active, cleared } }: { alerts: Schemas['StorageAlertsView'] }) {
  const client = useQueryClient();
  const taking = useMutation({
    mutationFn: acknowledgeAlert,
    onSuccess: () => void client.invalidateQueries({ queryKey: STORAGE_KEY }),
  });
  const owner: Column<Alert> = {
    head: 'Taken over',
    cell: ({ alertId, type, acknowledgedAt, acknowledgedBy }) => (
      <>
        {acknowledgedBy && <div className="note">{`by ${acknowledgedBy}, ${fullTimeText(acknowledgedAt, 'UTC')}`}</div>}
        <button
          type="button"
          className="button"
          disabled={taking.isPending}
          aria-label={`${acknowledgedBy ? 'Hand back' : 'Take over'}: ${wordText(type)}`}
          onClick={() => taking.mutate({ alertId, isTaken: acknowledgedBy === null })}
        >
          {acknowledgedBy ? 'Hand back' : 'Take over'}
        </button>
      </>
    ),
  };
  return (
    <Section
      title="Alerts"
      note={
        active.length === 0
          ? 'No alert is active. Alerts are raised and cleared by each measurement.'
          : 'Each clears by itself at the first measurement whose value is back within its threshold.'
      }
    >
      {taking.isError && <ErrorState error={taking.error} />}
      {active.length > 0 && (
        <DataTable
          caption="Active alerts"
          rows={active}
          keyOf={({ alertId }) => alertId}
          columns={[...COLUMNS, owner]}
        />
      )}
      {cleared.length > 0 && (
        <details className="cleared">
          <summary>{plural(cleared.length, 'cleared alert')}</summary>
          <DataTable
            caption="Cleared alerts"
            rows={cleared}
            keyOf={({ alertId }) => alertId}
            columns={[...COLUMNS, { head: 'Cleared', cell: ({ clearedAt }) => fullTimeText(clearedAt, 'UTC') }]}
          />
        </details>
      )}
    </Section>
  );
}

const COLUMNS: Column<Alert>[] = [
  {
    head: 'Severity',
    cell: ({ severity }) => (
      <span className={severity === 'CRITICAL' ? 'badge badge-trouble' : 'badge badge-care'}>{wordText(severity)}</span>
    ),
  },
  {
    head: 'Alert',
    cell: ({ type, table, note }) => (
      <>
        <strong>{wordText(type)}</strong>
        {table && (
          <>
            {' '}
            <code>{table}</code>
          </>
        )}
        <div className="note">{note}</div>
      </>
    ),
  },
  { head: 'Since', cell: ({ since }) => fullTimeText(since, 'UTC') },
  { head: 'Last measured', cell: ({ updatedAt }) => fullTimeText(updatedAt, 'UTC') },
];
