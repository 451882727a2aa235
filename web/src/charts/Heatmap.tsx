import type { CSSProperties } from 'react';
import type { Schemas } from '../api/client.js';
import { percentText, plural, waitText } from '../format/numbers.js';
import { hourText, weekdayName } from '../format/times.js';
import { Legend } from '../parts/Legend.js';
import { UPTIME_LEGEND, WAIT_LEGEND, waitLevel } from '../parts/wait-scale.js';
import { type HeatCell, heatCell, hoursInUse } from './heatmap-cells.js';

/** Weekday by hour, as a table whose cells are coloured: the picture is its own table. */
export function Heatmap({ data, caption }: { data: Schemas['HeatmapView']; caption: string }) {
  const hours = hoursInUse(data);
  return (
    <>
      <div className="heat-scroll" tabIndex={0} role="group" aria-label={caption}>
        <table className="heat">
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              <td />
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {String(hour).padStart(2, '0')}
                  <span className="visually-hidden">:00</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.weekdays.map((row) => (
              <tr key={row.weekday}>
                <th scope="row">{weekdayName(row.weekday, 'short')}</th>
                {row.hours
                  .filter(({ hour }) => hours.includes(hour))
                  .map((cell) => (
                    <HeatmapCell
                      key={cell.hour}
                      cell={heatCell(cell, data.metric)}
                      noValue={noValueText(data.metric)}
                      title={titleOf(cell, row.weekday, data.metric)}
                    />
                  ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend
        items={[
          ...(data.metric === 'avgWait' ? WAIT_LEGEND : UPTIME_LEGEND),
          { text: `– ${noValueText(data.metric)}`, color: 'surface' },
          { text: 'closed', color: 'closed' },
          { text: 'not observed', color: null },
        ]}
      />
    </>
  );
}

const noValueText = (metric: Schemas['HeatmapMetric']): string =>
  metric === 'avgWait' ? 'no posted wait' : 'uptime not known';

function HeatmapCell({ cell, title, noValue }: { cell: HeatCell; title: string; noValue: string }) {
  if (cell.kind === 'unknown')
    return (
      <td className="heat-unknown" title={title}>
        {HIDDEN_UNKNOWN}
      </td>
    );
  if (cell.kind === 'closed')
    return (
      <td className="heat-closed" title={title}>
        {HIDDEN_CLOSED}
      </td>
    );
  if (cell.kind === 'none')
    return (
      <td title={title}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{noValue}</span>
      </td>
    );
  const level = waitLevel(cell.level);
  return (
    <td
      title={title}
      className={level >= 4 ? 'heat-strong' : level === 3 ? 'heat-middle' : undefined}
      style={{ '--level': `var(--wait-${level})` } as CSSProperties}
    >
      {Math.round(cell.value)}
    </td>
  );
}

const HIDDEN_UNKNOWN = <span className="visually-hidden">not observed</span>;
const HIDDEN_CLOSED = <span className="visually-hidden">closed</span>;

function titleOf(cell: Schemas['HeatmapCellView'], weekday: number, metric: Schemas['HeatmapMetric']): string {
  const value = metric === 'avgWait' ? waitText(cell.value) : percentText(cell.value);
  const coverage =
    cell.coveragePercent !== null && cell.coveragePercent < 95 ? `, ${percentText(cell.coveragePercent)} observed` : '';
  return `${weekdayName(weekday)} ${hourText(cell.hour)}: ${value}, from ${plural(cell.observedDays, 'day')}${coverage}`;
}
