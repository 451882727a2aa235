import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { freshness } from '../../../api/quality-queries.js';
import { agoText, dateTimeText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { useZones } from './ParkFilter.js';

type Park = Schemas['ParkFreshnessView'];
type Level = Park['freshness'];

const LEVELS: Readonly<Record<Level, { text: string; badge: string; order: number }>> = {
  STALE: { text: 'Too old', badge: 'badge badge-trouble', order: 0 },
  NORMAL: { text: 'Late', badge: 'badge badge-care', order: 1 },
  FRESH: { text: 'Up to date', badge: 'badge badge-good', order: 2 },
  CLOSED: { text: 'Closed now', badge: 'badge', order: 3 },
};

/** How old the live data of each park is, the worst first. */
export function FreshnessView() {
  const query = useQuery(freshness());
  const zoneOf = useZones();
  return (
    <Section
      title="Freshness of the feeds"
      note="Up to date: less than 15 minutes old; late: up to 30 minutes; too old: older. Times are those of each park."
    >
      <Loaded query={query} label="the freshness" height={320}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState title="There are no active parks yet">
              They come with the catalogue: start the collection, or import an archive.
            </EmptyState>
          ) : (
            <DataTable
              caption="Freshness of each park"
              rows={worstFirst(data)}
              keyOf={({ parkId }) => parkId}
              columns={columnsOf(zoneOf)}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

export function worstFirst(parks: readonly Park[]): Park[] {
  return [...parks].sort(
    (a, b) =>
      LEVELS[a.freshness].order - LEVELS[b.freshness].order ||
      (b.minutesSince ?? Infinity) - (a.minutesSince ?? Infinity) ||
      (a.name < b.name ? -1 : 1),
  );
}

const columnsOf = (zoneOf: (parkId: number) => string | null): Column<Park>[] => [
  {
    head: 'Park',
    cell: ({ parkId, name }) => (
      <Link to="/parks/$parkId" params={{ parkId: String(parkId) }}>
        {name}
      </Link>
    ),
  },
  {
    head: 'Now',
    cell: ({ freshness: level }) => <span className={LEVELS[level].badge}>{LEVELS[level].text}</span>,
  },
  { head: 'Age', isNumeric: true, cell: ({ minutesSince }) => agoText(minutesSince) },
  {
    head: 'Last observation',
    cell: ({ parkId, lastSnapshotAt }) =>
      lastSnapshotAt === null ? 'never' : dateTimeText(lastSnapshotAt, zoneOf(parkId)),
  },
];
