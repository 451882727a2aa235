import { useDeferredValue, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { StatusSummary } from '../../api/ages.js';
import type { Schemas } from '../../api/client.js';
import { useLiveEvents } from '../../api/live-events.js';
import { destinations, statusSummary } from '../../api/queries.js';
import { countText, plural, UNKNOWN, waitText } from '../../format/numbers.js';
import { Figures } from '../../parts/Figures.js';
import { Page } from '../../parts/page.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { UpdatedNote } from '../../parts/UpdatedNote.js';
import { DownTicker } from './DownTicker.js';
import { overviewOf, type ParkNow } from './overview-data.js';
import { ParkCard } from './ParkCard.js';

const NO_NAMES: readonly Schemas['DestinationView'][] = [];

export function OverviewPage() {
  const { destination } = useSearch({ from: '/' });
  const summary = useQuery(statusSummary());
  const names = useQuery(destinations()).data?.data ?? NO_NAMES;
  useLiveEvents(null, [statusSummary().queryKey]);
  return (
    <Page
      title="Parks now"
      below={summary.data && <UpdatedNote asOf={summary.data.asOf} />}
      actions={<DestinationFilter all={names} chosen={destination} />}
    >
      <Loaded query={summary} label="the parks" height={480}>
        {(data) => <Overview data={data} destination={destination} names={names} />}
      </Loaded>
    </Page>
  );
}

interface OverviewProps {
  data: StatusSummary;
  destination: number | undefined;
  names: readonly Schemas['DestinationView'][];
}

function Overview({ data, destination, names }: OverviewProps) {
  const overview = useMemo(() => overviewOf(data.parks, destination), [data.parks, destination]);
  const { parks, openParks, operating, rides, down, longest } = overview;
  if (parks.length === 0) return <NoParks isFiltered={destination !== undefined} />;
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
              <>
                <Link to="/rides/$rideId" params={{ rideId: String(longest.rideId) }}>
                  {longest.name}
                </Link>
                {`, ${longest.parkName}`}
              </>
            ),
          },
          operating === null
            ? { name: 'Down', value: UNKNOWN, note: 'no ride has live data' }
            : {
                name: 'Down',
                value: countText(down.length),
                note: down.length === 0 ? 'nothing is down' : 'listed below',
              },
        ]}
      />
      <DownTicker rides={down} />
      <ParkGrid parks={parks} names={names} asOf={data.asOf} />
    </div>
  );
}

/** About as many cards as a screen shows. */
const FIRST_CARDS = 12;

interface GridProps {
  parks: readonly ParkNow[];
  names: readonly Schemas['DestinationView'][];
  asOf: string;
}

/** The first cards are shown at once; the others follow in steps between which the browser can paint and react. */
function ParkGrid({ parks, names, asOf }: GridProps) {
  const shown = useDeferredValue(parks, parks.slice(0, FIRST_CARDS));
  const shownNames = useDeferredValue(names);
  const shownAsOf = useDeferredValue(asOf);
  const nameOf = useMemo(
    () => new Map(shownNames.map(({ destinationId, name }) => [destinationId, name])),
    [shownNames],
  );
  return (
    <ul className="park-grid" aria-label="Parks">
      {shown.map((park) => (
        <li key={park.parkId}>
          <ParkCard park={park} destinationName={nameOf.get(park.destinationId) ?? null} asOf={shownAsOf} />
        </li>
      ))}
    </ul>
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
