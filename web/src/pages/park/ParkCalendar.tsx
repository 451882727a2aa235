import type { CSSProperties } from 'react';
import { useQuery } from '@tanstack/react-query';
import { calendar } from '../../api/queries.js';
import type { Schemas } from '../../api/client.js';
import { percentText, waitText } from '../../format/numbers.js';
import { monthText, weekdayName, weekdayText } from '../../format/times.js';
import { Section } from '../../parts/page.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { waitLevel } from '../../parts/wait-scale.js';
import { calendarSummary, dayKind, type Month, monthsOf, observedMonths } from './calendar-grid.js';

interface ParkCalendarProps {
  parkId: number;
  year: number;
  lastYear: number;
  onYear: (year: number) => void;
}

const YEARS_BACK = 8;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** The average wait of each day of a year; months without any observation are left out. */
export function ParkCalendar({ parkId, year, lastYear, onYear }: ParkCalendarProps) {
  const query = useQuery(calendar(parkId, year));
  const years = Array.from({ length: YEARS_BACK }, (_, back) => lastYear - back);
  return (
    <Section
      title="Calendar"
      note="Average wait of each local day, weighted by time within the opening hours"
      actions={
        <select
          className="select"
          aria-label="Year"
          value={year}
          onChange={(event) => onYear(Number(event.target.value))}
        >
          {years.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      }
    >
      <Loaded query={query} label="the calendar" height={240}>
        {({ days }) => {
          const months = observedMonths(monthsOf(days));
          if (months.length === 0) {
            return (
              <EmptyState title={`Nothing was observed in ${year}`}>
                Choose another year, or import its history.
              </EmptyState>
            );
          }
          return (
            <>
              <div className="months">
                {months.map((month) => (
                  <MonthTable key={month.key} month={month} />
                ))}
              </div>
              <p className="chart-summary">{calendarSummary(days)}</p>
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function MonthTable({ month }: { month: Month }) {
  return (
    <table className="month heat">
      <caption>{monthText(month.key)}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th key={weekday} scope="col" aria-label={weekdayName(weekday)}>
              {weekdayName(weekday, 'short').slice(0, 2)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {month.weeks.map((week, index) => (
          <tr key={index}>
            {week.map((day, weekday) =>
              day === null ? <td key={weekday} className="month-other" /> : <DayCell key={weekday} day={day} />,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ day }: { day: Schemas['CalendarDayView'] }) {
  const kind = dayKind(day);
  const wait = day.metrics.averageWaitMinutes;
  const covered = day.metrics.coveragePercent;
  const coverage = covered !== null && covered < 95 ? `, ${percentText(covered)} observed` : '';
  const text = { value: waitText(wait), closed: 'closed', unknown: 'not observed' }[kind];
  const level = waitLevel(wait ?? 0);
  const shade = level >= 4 ? 'heat-strong' : level === 3 ? 'heat-middle' : '';
  return (
    <td
      title={`${weekdayText(day.date)}: ${text}${kind === 'value' ? coverage : ''}`}
      className={kind === 'value' ? shade : `heat-${kind}`}
      style={kind === 'value' ? ({ '--level': `var(--wait-${level})` } as CSSProperties) : undefined}
    >
      {wait === null ? <span className="visually-hidden">{text}</span> : Math.round(wait)}
    </td>
  );
}
