import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.js';
import { useLiveEvents } from '../../api/live-events.js';
import { destinations, statusSummary } from '../../api/queries.js';
import { countText, plural, waitText } from '../../format/numbers.js';
import { Figures } from '../../parts/Figures.js';
import { Page } from '../../parts/page.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { UpdatedNote } from '../../parts/UpdatedNote.js';
import { DownTicker } from './DownTicker.js';
import { overviewOf } from './overview-data.js';
import { ParkCard } from './ParkCard.js';
import './overview.css';

export function OverviewPage() {
  const { destination } = useSearch({ from: '/' });
  const summary = useQuery(statusSummary());
  const names = useQuery(destinations());
  useLiveEvents(null, [statusSummary().queryKey]);
  return (
    <Page
      title="Parks now"
      below={summary.data && <UpdatedNote asOf={summary.data.asOf} />}
      actions={<DestinationFilter all={names.data?.data ?? []} chosen={destination} />}
    >
      <Loaded query={summary} label="the parks" height={480}>
        {(data) => <Overview data={data} destination={destination} names={names.data?.data ?? []} />}
      </Loaded>
    </Page>
  );
}

interface OverviewProps {
  data: Schemas['StatusSummaryView'];
  destination: number | undefined;
  names: readonly Schemas['DestinationView'][];
}

function Overview({ data, destination, names }: OverviewProps) {
  const { parks, openParks, operating, rides, down, longest } = overviewOf(data.parks, destination);
  if (parks.length === 0) return <NoParks isFiltered={destination !== undefined} />;
  const nameOf = new Map(names.map(({ destinationId, name }) => [destinationId, name]));
  return (
    <div className="stack">
      <Figures
        items={[
          { name: 'Parks open', value: `${countText(openParks)} of ${countText(parks.length)}` },
          {
            name: 'Rides operating',
            value: countText(operating),
            note: `of ${plural(rides, 'ride and show', 'rides and shows')}`,
          },
          {
            name: 'Longest wait',
            value: waitText(longest?.waitMinutes),
            note: longest && (
              <Link to="/rides/$rideId" params={{ rideId: String(longest.rideId) }}>
                {longest.name}
              </Link>
            ),
          },
          { name: 'Down', value: countText(down.length), note: down.length === 0 ? 'nothing is down' : 'listed below' },
        ]}
      />
      <DownTicker rides={down} />
      <ul className="park-grid" aria-label="Parks">
        {parks.map((park) => (
          <li key={park.parkId}>
            <ParkCard park={park} destinationName={nameOf.get(park.destinationId) ?? null} asOf={data.asOf} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function NoParks({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState title="This destination has no parks at present">
        <Link to="/">Show all parks</Link>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="The warehouse has no parks yet">
      Parks appear once the catalogue was synchronised, which a running worker does by itself within minutes, or once
      history was imported with <code>npm run import</code>.
    </EmptyState>
  );
}

interface FilterProps {
  all: readonly Schemas['DestinationView'][];
  chosen: number | undefined;
}

function DestinationFilter({ all, chosen }: FilterProps) {
  const navigate = useNavigate();
  const choose = (value: string) =>
    void navigate({ to: '/', search: value === '' ? {} : { destination: Number(value) } });
  return (
    <select
      className="select"
      aria-label="Destination"
      value={chosen ?? ''}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">All destinations</option>
      {all.map(({ destinationId, name }) => (
        <option key={destinationId} value={destinationId}>
          {name}
        </option>
      ))}
    </select>
  );
}
