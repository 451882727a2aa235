import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { gaps } from '../../../api/quality-queries.js';
import { ChartCard } from '../../../charts/ChartCard.js';
import type { ChartColors } from '../../../charts/chart-colors.js';
import { addDays, dayText, placeOf, startOfDay } from '../../../format/times.js';
import { Legend } from '../../../parts/Legend.js';
import { Section } from '../../../parts/page.js';
import type { Period } from '../../../parts/period.js';
import { PeriodFields } from '../../../parts/PeriodFields.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { useToday } from '../../../parts/use-clock.js';
import { gapsOption, gapsSummary, gapsTable, lanesOf, timeLineHeight } from './gap-lanes.js';
import { ParkFilter, useZones } from './ParkFilter.js';
import { chosenDays } from './period.js';
import type { QualitySearch } from './quality-search.js';

interface GapsViewProps {
  search: QualitySearch;
  onChange: (changed: Partial<Record<keyof QualitySearch, unknown>>) => void;
}

const DEFAULT_DAYS = 30;
const MAX_DAYS = 3_660;

/** When data was expected and is missing, park by park. */
export function GapsView({ search, onChange }: GapsViewProps) {
  const timezone = useZones()(search.park ?? null);
  const today = useToday(timezone);
  const period = chosenDays(search, today, DEFAULT_DAYS, MAX_DAYS);
  const instants = {
    from: new Date(startOfDay(period.from, timezone)).toISOString(),
    to: new Date(startOfDay(addDays(period.to, 1), timezone)).toISOString(),
  };
  const query = useQuery(gaps({ ...(search.park && { parkId: search.park }), ...instants }));
  return (
    <>
      <div className="controls">
        <ParkFilter park={search.park} onChange={(park) => onChange({ park })} />
        <PeriodFields period={period} today={today} onChange={onChange} />
      </div>
      <Loaded query={query} label="the gaps" height={320}>
        {(list) => <TimeLineCard list={list} period={period} instants={instants} timezone={timezone} />}
      </Loaded>
    </>
  );
}

interface TimeLineCardProps {
  list: Schemas['GapList'];
  period: Period;
  instants: Period;
  timezone: string | null;
}

function TimeLineCard({ list, period, instants: { from, to }, timezone }: TimeLineCardProps) {
  const lanes = useMemo(() => lanesOf(list.data), [list]);
  const option = useCallback(
    (colors: ChartColors) => gapsOption({ lanes, fromMs: Date.parse(from), toMs: Date.parse(to), timezone }, colors),
    [lanes, from, to, timezone],
  );
  const note = `${dayText(period.from)} to ${dayText(period.to)}, times in ${placeOf(timezone)}. Nights and closed days are not gaps.`;
  if (lanes.length === 0) {
    return (
      <Section title="Gaps" note={note}>
        <EmptyState title="No data is missing in this period">
          Choose a longer one above. A check finds new gaps each hour; “Check now” looks at once.
        </EmptyState>
      </Section>
    );
  }
  return (
    <ChartCard
      title="Gaps"
      note={note}
      summary={gapsSummary(list)}
      option={option}
      table={() => gapsTable(list.data, timezone)}
      height={timeLineHeight(lanes)}
      legend={
        <Legend
          items={[
            { text: 'Open', color: 'trouble' },
            { text: 'Filled from the History API', color: 'series-2' },
            { text: 'Resolved or ignored', color: 'text-soft' },
          ]}
        />
      }
    />
  );
}
