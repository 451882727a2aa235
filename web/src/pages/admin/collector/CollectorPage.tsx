import { useRef } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { collectionDay, collectorStatus, startCycle } from '../../../api/collector-queries.js';
import { adminEvents, useEvents } from '../../../api/events.js';
import { countText, decimalText, plural, UNKNOWN } from '../../../format/numbers.js';
import { addDays, agoText, dayText, timeText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { DayField } from '../../../parts/DayField.js';
import { type Figure, Figures } from '../../../parts/Figures.js';
import { Page, Section } from '../../../parts/page.js';
import { ErrorState, Loaded } from '../../../parts/states.js';
import { useNowMs, useToday } from '../../../parts/use-clock.js';
import { wordText } from '../../../parts/words.js';
import { Budgets } from './Budgets.js';
import { Failures } from './Failures.js';
import { HeatStrips } from './HeatStrips.js';
import './collector.css';

const route = getRouteApi('/admin/collector');

type Status = Schemas['CollectorStatusView'];
type Collected = Schemas['CollectedDestinationView'];

/** Whether live data comes in: the cycles of a day, their failures, and what the API allows. */
export function CollectorPage() {
  const today = useToday(null);
  const { date = today } = route.useSearch();
  const nowMs = useNowMs();
  const status = useQuery(collectorStatus());
  const day = useQuery(collectionDay(date));
  useEvents(adminEvents, { cycle: () => [['admin', 'collector']] });
  return (
    <Page
      title="Collector"
      below="Live collection, cycle by cycle. Times are UTC."
      actions={<RunNow status={status.data} />}
    >
      <div className="stack">
        <Loaded query={status} label="the state of the collection" height={100}>
          {(loaded) => <Now status={loaded} nowMs={nowMs} />}
        </Loaded>
        <Section title={`Cycles of ${dayText(date)}`} actions={<DayChoice date={date} today={today} />}>
          <Loaded query={day} label="the cycles" height={320}>
            {(loaded) => <HeatStrips day={loaded} nowMs={nowMs} />}
          </Loaded>
        </Section>
        {day.data && <Failures day={day.data} />}
        {status.data && (
          <>
            <Budgets api={status.data.api} />
            <Destinations rows={status.data.destinations} nowMs={nowMs} />
          </>
        )}
      </div>
    </Page>
  );
}

/** Starts a cycle in addition to the schedule. */
function RunNow({ status }: { status: Status | undefined }) {
  const client = useQueryClient();
  const starting = useMutation({
    mutationFn: startCycle,
    onSettled: () => void client.invalidateQueries({ queryKey: ['admin', 'collector'] }),
  });
  const isRunning = status?.running === true || starting.isPending;
  return (
    <>
      <button type="button" className="button" disabled={isRunning} onClick={() => starting.mutate()}>
        {isRunning ? 'A cycle is running' : 'Collect now'}
      </button>
      {starting.isError && <ErrorState error={starting.error} />}
    </>
  );
}

function DayChoice({ date, today }: { date: string; today: string }) {
  const navigate = route.useNavigate();
  const show = (day: string, replace = false) =>
    void navigate({ search: day === today ? {} : { date: day }, replace, resetScroll: false });
  const isTypedOn = useRef(false);
  return (
    <div className="inline-notes">
      <button type="button" className="button" data-repeatable onClick={() => show(addDays(date, -1))}>
        Previous day
      </button>
      <DayField
        label="Day"
        value={date}
        max={today}
        onFocus={() => {
          isTypedOn.current = false;
        }}
        onChange={(day) => {
          show(day, isTypedOn.current);
          isTypedOn.current = true;
        }}
      />
      <button
        type="button"
        className="button"
        data-repeatable
        disabled={date >= today}
        onClick={() => show(addDays(date, 1))}
      >
        Next day
      </button>
    </div>
  );
}

function Now({ status, nowMs }: { status: Status; nowMs: number }) {
  return (
    <>
      <Figures items={[...metricsOf(status, nowMs)]} />
      {status.clock.problems.map(({ kind, description }) => (
        <div key={kind} className="state state-error" role="alert">
          <p className="state-title">A clock is wrong</p>
          <p className="state-text">{description}</p>
        </div>
      ))}
    </>
  );
}

const secondsText = (ms: number): string => (ms < 100 ? 'under 0.1 s' : `${decimalText(ms / 1_000)} s`);

function metricsOf({ enabled, schedule, nextRunAt, running, lastRun, clock }: Status, nowMs: number): Figure[] {
  const minutesAgo = lastRun === null ? null : (nowMs - Date.parse(lastRun.startedAt)) / 60_000;
  const stored = lastRun === null ? null : lastRun.destinationsTotal - lastRun.destinationsFailed;
  return [
    {
      name: 'Next cycle',
      value: running ? 'Running' : timeText(nextRunAt, 'UTC'),
      note: enabled ? `schedule ${schedule}` : 'this process does not collect on schedule',
    },
    {
      name: 'Last cycle',
      value: lastRun === null ? 'None yet' : timeText(lastRun.startedAt, 'UTC'),
      note: minutesAgo === null ? undefined : agoText(Math.max(0, minutesAgo)),
    },
    {
      name: 'Destinations stored',
      value: lastRun === null ? UNKNOWN : `${countText(stored)} of ${countText(lastRun.destinationsTotal)}`,
      note:
        lastRun === null
          ? undefined
          : `${plural(lastRun.requests, 'request')}, ${countText(lastRun.rateLimited)} refused`,
    },
    {
      name: 'New rows',
      value: lastRun === null ? UNKNOWN : countText(lastRun.rowsWritten),
      note: lastRun === null ? undefined : `${countText(lastRun.rowsExtended)} confirmed unchanged`,
    },
    {
      name: 'Took',
      value: lastRun?.finishedAt
        ? secondsText(Date.parse(lastRun.finishedAt) - Date.parse(lastRun.startedAt))
        : UNKNOWN,
      note: 'the last cycle',
    },
    {
      name: 'Clock',
      value: clock.offsetSeconds === null ? UNKNOWN : secondsText(Math.abs(clock.offsetSeconds) * 1_000),
      note: `${clock.problems.length === 0 ? 'right' : 'wrong'}: difference from the database`,
    },
  ];
}

function Destinations({ rows, nowMs }: { rows: readonly Collected[]; nowMs: number }) {
  const columns: Column<Collected>[] = [
    { head: 'Destination', cell: ({ name }) => name },
    {
      head: 'Newest observation',
      cell: ({ lastObservedAt }) =>
        lastObservedAt === null ? 'Never' : agoText(Math.max(0, (nowMs - Date.parse(lastObservedAt)) / 60_000)),
    },
    { head: 'Entities', cell: ({ entitiesRead }) => countText(entitiesRead), isNumeric: true },
    { head: 'HTTP', cell: ({ httpStatus }) => httpStatus ?? UNKNOWN, isNumeric: true },
    { head: 'Last cycle', cell: (row) => <LastResult {...row} /> },
  ];
  return (
    <Section title="Destinations" note="The last cycle of each">
      <DataTable caption="Destinations" rows={rows} keyOf={({ destinationId }) => destinationId} columns={columns} />
    </Section>
  );
}

function LastResult({ lastRunId, errorCode, error }: Collected) {
  if (lastRunId === null) return <span className="badge">Not yet</span>;
  if (errorCode === null) return <span className="badge badge-good">Stored</span>;
  return (
    <>
      <span className="badge badge-trouble">{wordText(errorCode)}</span>
      {error !== null && <div className="note">{error}</div>}
    </>
  );
}
