import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.js';
import { parkDowntimes } from '../../api/park-queries.js';
import { countText, durationText } from '../../format/numbers.js';
import { dayText, fullTimeText, placeOf, timeBeside } from '../../format/times.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Figures } from '../../parts/Figures.js';
import { Section } from '../../parts/page.js';
import { lastDays, type Period } from '../../parts/period.js';
import { PeriodFields } from '../../parts/PeriodFields.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { useToday } from '../../parts/use-clock.js';
import { STATUS_TEXT } from '../../parts/words.js';

interface DowntimesViewProps {
  parkId: number;
  timezone: string | null;
  period: Partial<Period>;
  onPeriod: (period: Period, isTypedOn: boolean) => void;
}

type Downtime = Schemas['DowntimeView'];
const DEFAULT_DAYS = 7;
/** The longest period that the API allows for a park. */
const MAX_DAYS = 100;
const PRESETS = [
  { text: 'Today', days: 1 },
  { text: '7 days', days: 7 },
  { text: '30 days', days: 30 },
  { text: '90 days', days: 90 },
];

/** Each time that a ride of the park was down, the newest first. */
export function DowntimesView({ parkId, timezone, period, onPeriod }: DowntimesViewProps) {
  const today = useToday(timezone);
  const chosen = limitedTo(MAX_DAYS, { ...lastDays(DEFAULT_DAYS, today), ...period });
  const query = useQuery(parkDowntimes(parkId, chosen.from, chosen.to));
  return (
    <>
      <PeriodFields period={chosen} today={today} onChange={onPeriod} presets={PRESETS} />
      <Loaded query={query} label="the downtimes" height={420}>
        {(data) => <Downtimes downtimes={data} />}
      </Loaded>
    </>
  );
}

function limitedTo(days: number, { from, to }: Period): Period {
  const first = lastDays(days, to).from;
  return { from: from < first ? first : from, to };
}

function Downtimes({ downtimes: { entity, period, summary, data, page } }: { downtimes: Schemas['DowntimesView'] }) {
  const days = `${dayText(period.from)} to ${dayText(period.to)}, times in ${placeOf(entity.timezone)}`;
  if (summary.count === null) {
    return (
      <EmptyState title="The downtimes of this period are not known">
        {`The feed of this park does not report when rides are down, or nothing was observed. ${days}.`}
      </EmptyState>
    );
  }
  return (
    <>
      <Figures items={totalsOf(summary)} />
      <Section
        title="Each downtime"
        note={`${days}. Only those while the park was in use${page.nextCursor ? '; the period has more than this page: choose a shorter one' : ''}`}
      >
        {data.length === 0 ? (
          <EmptyState title="No ride was down in this period">Choose a longer one above.</EmptyState>
        ) : (
          <DataTable
            caption="Each downtime"
            rows={[...data].reverse()}
            keyOf={({ rideId, from }) => `${rideId} ${from}`}
            columns={columnsOf(entity.timezone)}
          />
        )}
      </Section>
    </>
  );
}

function totalsOf(summary: Schemas['DowntimeSummaryView']) {
  return [
    { name: 'Downtimes', value: countText(summary.count), note: 'while the park was in use' },
    { name: 'Time down', value: durationText(summary.downMinutes), note: 'added up over all rides' },
    { name: 'Longest', value: durationText(summary.longestMinutes) },
    { name: 'Mean time to repair', value: durationText(summary.meanTimeToRepairMinutes) },
    {
      name: 'Mean time between failures',
      value: durationText(summary.meanTimeBetweenFailuresMinutes),
      note: 'operating time for each downtime',
    },
  ];
}

const columnsOf = (timezone: string | null): Column<Downtime>[] => [
  {
    head: 'Name',
    cell: ({ rideId, name }) => (
      <Link to="/rides/$rideId" params={{ rideId: String(rideId) }}>
        {name}
      </Link>
    ),
  },
  { head: 'Down from', cell: ({ from }) => fullTimeText(from, timezone) },
  { head: 'Until', cell: ({ from, to, isOngoing }) => (isOngoing ? 'still down' : timeBeside(to, from, timezone)) },
  { head: 'While in use', isNumeric: true, cell: ({ inUseMinutes }) => durationText(inUseMinutes) },
  {
    head: 'Then',
    cell: ({ endedBy, isOngoing }) => (endedBy === null ? (isOngoing ? '–' : 'Not observed') : STATUS_TEXT[endedBy]),
  },
];
