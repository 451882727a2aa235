import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ranking } from '../../api/park-queries.js';
import { Page } from '../../parts/page.js';
import { ScopePeriod } from '../../parts/ScopePeriod.js';
import { Loaded } from '../../parts/states.js';
import { WithinFields } from '../../parts/WithinFields.js';
import { searchChange } from '../../parts/search-change.js';
import { periodQuery, withinQuery } from '../../periods.js';
import { RANKED_METRICS } from './ranked-by.js';
import { RankedByFields } from './RankedByFields.js';
import { RankingTable } from './RankingTable.js';

const route = getRouteApi('/rankings');
const ENTRIES = 50;

export function RankingsPage() {
  const { by = 'waits', order = 'desc', ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const change = searchChange(navigate);
  const { scope = 'rides' } = search;
  const period = periodQuery(search);
  const { metric } = RANKED_METRICS[by];
  const query = { scope, metric, order, limit: ENTRIES, ...withinQuery(search), ...(period ?? { period: 'last_7d' }) };
  const shown = useQuery({ ...ranking(query), enabled: period !== null });
  return (
    <Page title="Rankings">
      <div className="stack">
        <div className="controls">
          <RankedByFields by={by} order={order} onChange={change} />
          <ScopePeriod search={search} onChange={change} />
          <WithinFields search={search} onChange={change} />
        </div>
        <Loaded query={shown} label="the ranking" height={480}>
          {(data) => <RankingTable data={data} order={order} />}
        </Loaded>
      </div>
    </Page>
  );
}
