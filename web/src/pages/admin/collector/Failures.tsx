import type { Schemas } from '../../../api/client.js';
import { countText, plural } from '../../../format/numbers.js';
import { timeText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { EmptyState } from '../../../parts/states.js';
import { wordText } from '../../../parts/words.js';

type Day = Schemas['CollectionDayView'];
type Failure = Schemas['CollectionDayFailureView'];

/** What was not stored on the day, and why. */
export function Failures({ day }: { day: Day }) {
  const { failures, failuresTotal, runErrors, runs } = day;
  const shown = failures.length < failuresTotal ? `the newest ${countText(failures.length)} of ` : '';
  return (
    <Section
      title="Failures"
      note={
        failuresTotal > 0 &&
        `${shown}${plural(failuresTotal, 'period')}, newest first; the next cycle requests each destination again`
      }
    >
      {runErrors.map(({ runId, startedAt, error }) => (
        <p key={runId}>{`The whole cycle of ${timeText(startedAt, 'UTC')} ended early: ${error}`}</p>
      ))}
      {failures.length > 0 ? (
        <DataTable
          caption="Failures"
          rows={failures}
          keyOf={({ destinationId, errorCode, from }) => `${destinationId} ${errorCode} ${from}`}
          columns={COLUMNS}
        />
      ) : runs === 0 ? (
        <EmptyState title="No cycle was run on this day">Choose another day above.</EmptyState>
      ) : (
        <p>Every response was stored.</p>
      )}
    </Section>
  );
}

const COLUMNS: Column<Failure>[] = [
  { head: 'Time', cell: ({ from, to }) => `${timeText(from, 'UTC')}–${timeText(to, 'UTC')}` },
  { head: 'Destination', cell: ({ name }) => name },
  { head: 'Cycles', cell: ({ polls }) => countText(polls), isNumeric: true },
  {
    head: 'Reason',
    cell: ({ errorCode, error }) => (
      <>
        {wordText(errorCode)}
        {error !== null && <div className="note">{error}</div>}
      </>
    ),
  },
];
