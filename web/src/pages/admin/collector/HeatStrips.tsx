import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react';
import { Switch } from 'radix-ui';
import type { Schemas } from '../../../api/client.js';
import { countText } from '../../../format/numbers.js';
import { DataTable } from '../../../parts/DataTable.js';
import { Legend } from '../../../parts/Legend.js';
import { EmptyState } from '../../../parts/states.js';
import { countStates, daySummary, type SlotState, slotStates, slotText, stripPaths } from './strip-states.js';

type Day = Schemas['CollectionDayView'];
type Destination = Schemas['CollectionDayDestinationView'];

const HOURS = [0, 6, 12, 18, 24] as const;

interface Row {
  destination: Destination;
  states: SlotState[];
}

/** The cycles of a day: one strip for each destination, or its counts as a table. */
export function HeatStrips({ day, nowMs }: { day: Day; nowMs: number }) {
  const [isTable, setIsTable] = useState(false);
  const [pointed, setPointed] = useState<string | null>(null);
  const rows = useMemo(
    () => day.destinations.map((destination) => ({ destination, states: slotStates(day, destination, nowMs) })),
    [day, nowMs],
  );
  if (rows.length === 0) {
    return (
      <EmptyState title="No destination is collected">
        Destinations come with the catalogue: run the job catalog-sync, or import the archive.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="strip-head">
        <StripLegend />
        <label className="switch-label">
          Table
          <Switch.Root className="switch" checked={isTable} onCheckedChange={setIsTable} aria-label="Cycles: table">
            <Switch.Thumb className="switch-thumb" />
          </Switch.Root>
        </label>
      </div>
      {isTable ? (
        <CountTable rows={rows} />
      ) : (
        <div className="strips" onPointerLeave={() => setPointed(null)}>
          <StripHours />
          {rows.map((row) => (
            <Strip key={row.destination.destinationId} {...row} day={day} onPoint={setPointed} />
          ))}
        </div>
      )}
      {!isTable && (
        <p className="note strip-pointed">
          {pointed ?? 'Point at a strip to read a slot, or choose one with Tab and read it with the keys ← →.'}
        </p>
      )}
      <p className="chart-summary">
        {daySummary(
          day,
          rows.map(({ states }) => countStates(states)),
        )}
      </p>
    </>
  );
}

function StripHours() {
  return (
    <div className="strip strip-hours" aria-hidden="true">
      <span />
      <div className="strip-scale">
        {HOURS.map((hour) => (
          <span key={hour}>{String(hour).padStart(2, '0')}</span>
        ))}
      </div>
    </div>
  );
}

interface StripProps extends Row {
  day: Day;
  onPoint: (text: string) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -12, PageDown: 12 };

/** Drawn again only when its destination changes. The pointer and the keys ← → read a slot, Page up and down go by the hour. */
const Strip = memo(function Strip({ day, destination, states, onPoint }: StripProps) {
  const [slot, setSlot] = useState(0);
  const { stored, failed, none } = countStates(states);
  const textOf = (at: number) => slotText(day, destination, at, states[at]!);
  const read = (at: number) => {
    const within = Math.min(states.length - 1, Math.max(0, at));
    setSlot(within);
    onPoint(`${destination.name}, ${textOf(within)}`);
  };
  const point = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    read(Math.floor(((clientX - left) / width) * states.length));
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? states.length - 1 : slot + (step ?? NaN);
    if (Number.isNaN(to)) return;
    event.preventDefault();
    read(to);
  };
  return (
    <div className="strip">
      <span className="strip-name">{destination.name}</span>
      <svg
        className="strip-slots"
        viewBox={`0 0 ${states.length} 1`}
        preserveAspectRatio="none"
        role="slider"
        tabIndex={0}
        aria-label={`${destination.name}: ${stored} slots stored, ${failed} failed, ${none} without a cycle`}
        aria-valuemin={0}
        aria-valuemax={states.length - 1}
        aria-valuenow={slot}
        aria-valuetext={textOf(slot)}
        onPointerMove={point}
        onKeyDown={press}
        onFocus={() => read(slot)}
      >
        {stripPaths(states).map(({ state, path }) => (
          <path key={state} className={`slot slot-${state}`} d={path} />
        ))}
        <rect className="slot-read" x={slot} width={1} height={1} />
      </svg>
    </div>
  );
});

function StripLegend() {
  return (
    <Legend
      items={[
        { text: 'nothing had changed', color: 'wait-0' },
        { text: 'few new rows', color: 'wait-2' },
        { text: 'many', color: 'wait-6' },
        { text: 'failed', color: 'trouble' },
        { text: 'no cycle', color: null },
      ]}
    />
  );
}

function CountTable({ rows }: { rows: readonly Row[] }) {
  return (
    <div className="chart-table">
      <DataTable
        caption="Cycles of each destination"
        rows={rows.map(({ destination, states }) => ({ ...destination, ...countStates(states) }))}
        keyOf={({ destinationId }) => destinationId}
        columns={[
          { head: 'Destination', cell: ({ name }) => name },
          { head: 'Cycles', cell: ({ polls }) => countText(polls), isNumeric: true },
          { head: 'Slots stored', cell: ({ stored }) => countText(stored), isNumeric: true },
          { head: 'Slots failed', cell: ({ failed }) => countText(failed), isNumeric: true },
          { head: 'Slots without a cycle', cell: ({ none }) => countText(none), isNumeric: true },
          {
            head: 'New rows',
            cell: ({ rowsWritten }) => countText(rowsWritten.reduce<number>((sum, rows) => sum + (rows ?? 0), 0)),
            isNumeric: true,
          },
        ]}
      />
    </div>
  );
}
