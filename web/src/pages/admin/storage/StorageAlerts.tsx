import type { Schemas } from '../../../api/client.js';
import { plural } from '../../../format/numbers.js';
import { fullTimeText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { wordText } from '../../../parts/words.js';

type Alert = Schemas['StorageAlertView'];

/** Active alerts, and behind a line those that were cleared. An alert clears by itself once its value is back. */
export function StorageAlerts({ alerts: { active, cleared } }: { alerts: Schemas['StorageAlertsView'] }) {
  return (
    <Section
      title="Alerts"
      note={
        active.length === 0
          ? 'No alert is active. Alerts are raised and cleared by each measurement.'
          : 'Each clears by itself at the first measurement whose value is back within its threshold.'
      }
    >
      {active.length > 0 && (
        <DataTable caption="Active alerts" rows={active} keyOf={({ alertId }) => alertId} columns={COLUMNS} />
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
