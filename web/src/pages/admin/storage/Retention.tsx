import type { Schemas } from '../../../api/client.js';
import { bytesText, decimalText, percentText, plural } from '../../../format/numbers.js';
import { monthText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { SizeBar } from './SizeBar.js';

type Option = Schemas['RetentionOptionView'];

const STRATEGY_TEXT: Readonly<Record<Option['strategy'], string>> = {
  PERMANENT_RAW: 'Everything, for ever',
  TIERED_90_DAY: 'Observations for 90 days, statistics for ever',
  HOURLY_ONLY: 'Statistics by hour and day',
  DAILY_ONLY: 'Statistics by day',
};

/** What keeping less would save and lose. Only compared: nothing is ever removed. */
export function Retention({ comparison }: { comparison: Schemas['RetentionComparisonView'] }) {
  const { options, latency, notes } = comparison;
  const longest = Math.max(0, ...options.map(({ bytesInTenYears }) => bytesInTenYears?.value ?? 0));
  return (
    <Section
      title="What keeping less would save"
      note="Only a comparison: the warehouse keeps every observation for ever."
    >
      <DataTable
        caption="Retention strategies"
        rows={options}
        keyOf={({ strategy }) => strategy}
        columns={columnsOf(longest)}
      />
      {latency && <p className="chart-summary">{latencyText(latency)}</p>}
      {notes.map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
    </Section>
  );
}

const columnsOf = (longest: number): Column<Option>[] => [
  {
    head: 'Kept',
    cell: ({ strategy }) => (
      <div className="retention-kept">
        <strong>{STRATEGY_TEXT[strategy]}</strong>
        {strategy === 'PERMANENT_RAW' && <div className="note">as it is</div>}
      </div>
    ),
  },
  { head: 'Today', isNumeric: true, cell: ({ bytesToday }) => bytesText(bytesToday) },
  {
    head: 'In ten years',
    cell: ({ bytesInTenYears: later }) =>
      later === null ? (
        '–'
      ) : (
        <>
          <SizeBar share={longest === 0 ? 0 : later.value / longest} text={bytesText(later.value)} />
          {later.low !== null && <div className="note">{`${bytesText(later.low)} to ${bytesText(later.high)}`}</div>}
        </>
      ),
  },
  { head: 'Saved then', isNumeric: true, cell: ({ savingInTenYearsPercent }) => percentText(savingInTenYearsPercent) },
  { head: 'Lost', cell: ({ lost }) => <div className="retention-lost note">{lost}</div> },
];

function latencyText({ rides, month, rawMs, hourlyMs, dailyMs }: Schemas['ReferenceLatencyView']): string {
  const time = (ms: number | null) => (ms === null ? 'more than 5 s' : `${decimalText(ms)} ms`);
  return (
    `The average posted wait of ${plural(rides, 'ride')} over ${monthText(month)} takes ${time(rawMs)} from observations` +
    (hourlyMs === null ? '' : `, ${time(hourlyMs)} from hours`) +
    (dailyMs === null ? '.' : `, ${time(dailyMs)} from days.`)
  );
}
