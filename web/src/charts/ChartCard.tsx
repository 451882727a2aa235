import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import type { EChartsCoreOption } from 'echarts/core';
import { Switch } from 'radix-ui';
import { DataTable } from '../parts/DataTable.js';
import { Section } from '../parts/page.js';
import { Skeleton } from '../parts/states.js';
import { type ChartColors, useChartColors } from './chart-colors.js';
import type { OnKey, OnZoom } from './EChart.js';

const EChart = lazy(async () => ({ default: (await import('./EChart.js')).EChart }));

export interface ChartTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

interface ChartCardProps {
  title: string;
  note?: ReactNode;
  /** What the chart shows, in a sentence or two: for everybody, and instead of the picture for screen readers. */
  summary: string;
  /** Keep it the same while nothing changes (useCallback). */
  option: (colors: ChartColors) => EChartsCoreOption;
  /** A function if the table is long: it is then only made when it is shown. */
  table: ChartTable | (() => ChartTable);
  actions?: ReactNode;
  legend?: ReactNode;
  height?: number;
  onZoom?: OnZoom;
  /** Moves by the keys of a focused chart. */
  onKey?: OnKey;
  className?: string;
}

/** A chart with its summary, and its values as a table behind a switch. */
export function ChartCard({
  title,
  note,
  summary,
  option,
  table,
  actions,
  legend,
  height = 300,
  onZoom,
  onKey,
  className = '',
}: ChartCardProps) {
  const [isTable, setIsTable] = useState(false);
  const colors = useChartColors();
  const built = useMemo(() => option(colors), [option, colors]);
  return (
    <Section
      title={title}
      note={note}
      className={className}
      actions={
        <div className="controls">
          {actions}
          <label className="switch-label">
            Table
            <Switch.Root
              className="switch"
              checked={isTable}
              onCheckedChange={setIsTable}
              aria-label={`${title}: table`}
            >
              <Switch.Thumb className="switch-thumb" />
            </Switch.Root>
          </label>
        </div>
      }
    >
      {isTable ? (
        <div className="chart-table">
          <ValueTable caption={title} table={typeof table === 'function' ? table() : table} />
        </div>
      ) : (
        <Suspense fallback={<Skeleton height={height} />}>
          <EChart option={built} height={height} label={`${title}. ${summary}`} onZoom={onZoom} onKey={onKey} />
        </Suspense>
      )}
      {legend}
      <p className="chart-summary">{summary}</p>
    </Section>
  );
}

function ValueTable({ caption, table: { head, rows } }: { caption: string; table: ChartTable }) {
  const columns = head.map((name, index) => ({
    head: name,
    cell: (row: readonly string[]) => row[index] ?? '',
    isNumeric: index > 0,
  }));
  return <DataTable caption={caption} columns={columns} rows={rows} keyOf={(_, index) => index} />;
}
