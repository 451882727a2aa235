import { useQuery } from '@tanstack/react-query';
import { ranking } from '../../api/park-queries.js';
import { NamedPeriod } from '../../parts/ScopePeriod.js';
import { Loaded } from '../../parts/states.js';
import { type Order, periodQuery, type PeriodSearch } from '../../periods.js';
import { RANKED_METRICS, type RankedBy } from '../rankings/ranked-by.js';
import { RankedByFields } from '../rankings/RankedByFields.js';
import { RankingTable } from '../rankings/RankingTable.js';

interface RankingViewProps {
  parkId: number;
  by: RankedBy;
  order: Order;
  search: Pick<PeriodSearch, 'period' | 'from' | 'to'>;
  onChange: (changed: object, replace?: boolean) => void;
}

/** The largest page that the API allows. */
const ENTRIES = 100;

/** The rides of one park, by a metric. */
export function RankingView({ parkId, by, order, search, onChange }: RankingViewProps) {
  const period = periodQuery(search);
  const { metric } = RANKED_METRICS[by];
  const query = {
    parkId,
    metric,
    order,
    scope: 'rides',
    limit: ENTRIES,
    ...(period ?? { period: 'last_7d' }),
  } as const;
  const shown = useQuery({ ...ranking(query), enabled: period !== null });
  return (
    <>
      <div className="controls">
        <RankedByFields by={by} order={order} onChange={onChange} />
        <NamedPeriod search={search} onChange={onChange} />
      </div>
      <Loaded query={shown} label="the ranking" height={480}>
        {(data) => <RankingTable data={data} order={order} isOfPark />}
      </Loaded>
    </>
  );
}
