import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.js';
import { ridesAround } from '../../api/queries.js';
import { decimalText, plural, waitText } from '../../format/numbers.js';
import { Legend } from '../../parts/Legend.js';
import { Section } from '../../parts/page.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { STATUS_TEXT } from '../../parts/words.js';
import { WAIT_LEGEND, waitLevel } from '../../parts/wait-scale.js';
import { groupOf, type LiveRide, waitNow } from './live-board.js';
import { mapOf, type Spot } from './park-map.js';

interface ParkMapCardProps {
  park: Schemas['ParkDetailView'];
  rides: readonly LiveRide[];
}

type Place = Schemas['NearbyRideView'];
const WIDTH = 1_000;

/** Where the rides are, coloured by their waits. No map images: nothing is loaded from elsewhere. */
export function ParkMapCard({ park, rides }: ParkMapCardProps) {
  if (park.latitude === null || park.longitude === null) return null;
  return <MapOfPark parkId={park.parkId} latitude={park.latitude} longitude={park.longitude} rides={rides} />;
}

interface MapProps {
  parkId: number;
  latitude: number;
  longitude: number;
  rides: readonly LiveRide[];
}

function MapOfPark({ parkId, latitude, longitude, rides }: MapProps) {
  const query = useQuery(ridesAround(latitude, longitude));
  const byId = new Map(rides.map((ride) => [ride.rideId, ride]));
  return (
    <Section
      title="Map"
      note="Rides, shows and restaurants with a known position, coloured by their wait now; north is up"
    >
      <Loaded query={query} label="the map" height={320}>
        {({ data }) => {
          const map = mapOf(data.filter((place) => place.parkId === parkId && byId.has(place.rideId)));
          if (map === null) {
            return (
              <EmptyState title="No ride has a position yet">Positions come with the metadata, once a day.</EmptyState>
            );
          }
          const height = WIDTH / map.ratio;
          return (
            <>
              <svg className="map" viewBox={`0 0 ${WIDTH} ${height}`} role="group" aria-label="Map of the rides">
                {map.spots.map((spot) => (
                  <RideSpot key={spot.place.rideId} spot={spot} height={height} ride={byId.get(spot.place.rideId)!} />
                ))}
              </svg>
              <Legend
                items={[
                  ...WAIT_LEGEND,
                  { text: 'closed or without a wait', color: 'closed' },
                  { text: 'down', color: 'trouble' },
                ]}
              />
              <p className="chart-summary">{`${spotsText(map.spots.map(({ place }) => byId.get(place.rideId)!))} over ${decimalText(map.widthMeters / 1_000)} km.`}</p>
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

/** `37 rides and 7 other places` */
function spotsText(shown: readonly LiveRide[]): string {
  const rides = shown.filter((one) => groupOf(one) === 'rides').length;
  const others = shown.length - rides;
  return others === 0 ? plural(rides, 'ride') : `${plural(rides, 'ride')} and ${plural(others, 'other place')}`;
}

function RideSpot({ spot, height, ride }: { spot: Spot<Place>; height: number; ride: LiveRide }) {
  const wait = waitNow(ride);
  const isDown = ride.current?.isCurrent && ride.current.status === 'DOWN';
  const color = isDown ? 'trouble' : wait === null ? 'closed' : `wait-${waitLevel(wait)}`;
  const status = ride.current?.isCurrent && ride.current.status ? STATUS_TEXT[ride.current.status] : 'Unknown';
  const text = `${ride.name}: ${wait === null ? status.toLowerCase() : waitText(wait)}`;
  return (
    <Link to="/rides/$rideId" params={{ rideId: String(ride.rideId) }} aria-label={text}>
      <circle
        cx={spot.x * WIDTH}
        cy={spot.y * height}
        r={wait === null ? 15 : 24}
        className="map-spot"
        style={{ fill: `var(--${color})` }}
      >
        <title>{text}</title>
      </circle>
    </Link>
  );
}
