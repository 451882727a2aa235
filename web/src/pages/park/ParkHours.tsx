import { useQuery } from '@tanstack/react-query';
import type { ParkLive } from '../../api/ages.js';
import { parkSchedule } from '../../api/queries.js';
import { addDays, localDateOf, weekdayText } from '../../format/times.js';
import { DataTable } from '../../parts/DataTable.js';
import { Section } from '../../parts/page.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { scheduleDays } from './schedule-days.js';

const DAYS_AHEAD = 6;

/** The published hours and prices of today and the days to come. */
export function ParkHours({ live }: { live: ParkLive }) {
  const today = localDateOf(Date.parse(live.asOf), live.timezone);
  const query = useQuery(parkSchedule(live.parkId, today, addDays(today, DAYS_AHEAD)));
  return (
    <Section title="Hours" note="As the park publishes them">
      <Loaded query={query} label="the hours" height={240}>
        {({ data, timezone }) => {
          const days = scheduleDays(data, timezone);
          if (days.length === 0) {
            return (
              <EmptyState title="No hours are published">
                They are requested every few hours, for a month ahead.
              </EmptyState>
            );
          }
          return (
            <DataTable
              caption="Published hours"
              rows={days}
              keyOf={({ date }) => date}
              columns={[
                { head: 'Day', cell: ({ date }) => (date === today ? <strong>Today</strong> : weekdayText(date)) },
                { head: 'Hours', cell: ({ hours }) => <Lines texts={hours} /> },
                { head: 'Prices', cell: ({ prices }) => <Lines texts={prices} /> },
              ]}
            />
          );
        }}
      </Loaded>
    </Section>
  );
}

function Lines({ texts }: { texts: readonly string[] }) {
  if (texts.length === 0) return <span className="note">–</span>;
  return (
    <ul className="hours-lines">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
