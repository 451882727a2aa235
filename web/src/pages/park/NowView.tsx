import { useQuery } from '@tanstack/react-query';
import type { ParkLive } from '../../api/ages.js';
import type { Schemas } from '../../api/client.js';
import { parkShowtimes, parkToday } from '../../api/park-queries.js';
import { countText, plural, waitText } from '../../format/numbers.js';
import { localDateOf } from '../../format/times.js';
import { Figures } from '../../parts/Figures.js';
import { boardTotals, groupOf } from './live-board.js';
import { LiveBoard } from './LiveBoard.js';
import { ParkDay } from './ParkDay.js';
import { ParkHours } from './ParkHours.js';
import { ParkMapCard } from './ParkMapCard.js';

interface NowViewProps {
  live: ParkLive;
  details: Schemas['ParkDetailView'] | undefined;
}

export function NowView({ live, details }: NowViewProps) {
  const today = localDateOf(Date.parse(live.asOf), live.timezone);
  // The board does not wait for show times and typical waits, and is shown without them if they fail.
  const shows = useQuery(parkShowtimes(live.parkId, today)).data;
  const typical = useQuery(parkToday(live.parkId)).data;
  return (
    <>
      <ParkTotals live={live} />
      <LiveBoard live={live} shows={shows} today={typical} />
      <div className="columns">
        <ParkDay live={live} />
        {details && <ParkMapCard park={details} rides={live.rides} />}
      </div>
      <ParkHours live={live} />
    </>
  );
}

function ParkTotals({ live }: { live: ParkLive }) {
  const { rides, operating, down, averageMinutes, longest } = boardTotals(
    live.rides.filter((ride) => groupOf(ride) === 'rides'),
  );
  return (
    <Figures
      items={[
        { name: 'Rides operating', value: countText(operating), note: `of ${plural(rides, 'ride')}` },
        { name: 'Average wait', value: waitText(averageMinutes) },
        { name: 'Longest wait', value: waitText(longest?.current?.waitMinutes), note: longest?.name },
        { name: 'Down', value: countText(down) },
      ]}
    />
  );
}
