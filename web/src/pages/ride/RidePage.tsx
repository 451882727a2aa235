import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.js';
import { ride } from '../../api/queries.js';
import { waitText } from '../../format/numbers.js';
import { fullTimeText } from '../../format/times.js';
import { Page } from '../../parts/page.js';
import { Loaded } from '../../parts/states.js';
import { StatusBadge } from '../../parts/StatusBadge.js';
import { SOURCE_TEXT, wordText } from '../../parts/words.js';
import { AboutRide } from './AboutRide.js';

const route = getRouteApi('/rides/$rideId');

export type Ride = Schemas['RideDetailView'];

export function RidePage() {
  const rideId = Number(route.useParams().rideId);
  const details = useQuery(ride(rideId));
  const { data } = details;
  return (
    <Page
      title={data?.name ?? 'Ride'}
      above={data && <ParkLink park={data.park} />}
      below={data && <RideNow ride={data} />}
    >
      <Loaded query={details} label="the ride" height={400}>
        {(loaded) => <AboutRide ride={loaded} />}
      </Loaded>
    </Page>
  );
}

function ParkLink({ park }: { park: Ride['park'] }) {
  return (
    <Link to="/parks/$parkId" params={{ parkId: String(park.parkId) }}>
      {park.name}
    </Link>
  );
}

function RideNow({ ride: { current, entityType, park, isActive } }: { ride: Ride }) {
  if (!isActive) return <p>No longer listed by its park</p>;
  if (current === null) return <p>{entityType ? `${wordText(entityType)}, never observed` : 'Never observed'}</p>;
  return (
    <p className="inline-notes">
      <StatusBadge status={current.status} isCurrent={current.exclusion?.scope !== 'ALL'} />
      {current.waitMinutes !== null && <strong>{waitText(current.waitMinutes)}</strong>}
      <span>
        {`since ${fullTimeText(current.recordedAt, park.timezone)}, last observed ` +
          `${fullTimeText(current.lastConfirmedAt ?? current.recordedAt, park.timezone)}, from ${SOURCE_TEXT[current.dataSource]}`}
      </span>
    </p>
  );
}
