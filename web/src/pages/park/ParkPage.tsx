import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.js';
import { park, parkLive } from '../../api/queries.js';
import { countText, plural, waitText } from '../../format/numbers.js';
import { localDateOf, placeOf, timeText } from '../../format/times.js';
import { Figures } from '../../parts/Figures.js';
import { Page } from '../../parts/page.js';
import { parkUseNote, parkUseText } from '../../parts/park-use.js';
import { Loaded } from '../../parts/states.js';
import { boardTotals, groupOf } from './live-board.js';
import { LiveBoard } from './LiveBoard.js';
import { ParkCalendar } from './ParkCalendar.js';
import { ParkDay } from './ParkDay.js';
import { ParkHours } from './ParkHours.js';
import { ParkMapCard } from './ParkMapCard.js';
import './park.css';

const route = getRouteApi('/parks/$parkId');

export function ParkPage() {
  const parkId = Number(route.useParams().parkId);
  const live = useQuery(parkLive(parkId));
  const details = useQuery(park(parkId));
  return (
    <Page
      title={live.data?.name ?? details.data?.name ?? 'Park'}
      above={details.data?.destinationName}
      below={live.data && <ParkNow live={live.data} />}
    >
      <div className="stack">
        <Loaded query={live} label="the live state" height={420}>
          {(data) => (
            <>
              <ParkTotals live={data} />
              <LiveBoard live={data} />
              <div className="columns">
                <ParkDay live={data} />
                {details.data && <ParkMapCard park={details.data} rides={data.rides} />}
              </div>
              <ParkHours live={data} />
              <YearOfPark live={data} />
            </>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

function YearOfPark({ live }: { live: Schemas['ParkLiveView'] }) {
  const { year } = route.useSearch();
  const navigate = route.useNavigate();
  const lastYear = Number(localDateOf(Date.parse(live.asOf), live.timezone).slice(0, 4));
  return (
    <ParkCalendar
      parkId={live.parkId}
      year={year ?? lastYear}
      lastYear={lastYear}
      onYear={(chosen) => void navigate({ search: { year: chosen }, resetScroll: false })}
    />
  );
}

function ParkNow({ live }: { live: Schemas['ParkLiveView'] }) {
  const today = localDateOf(Date.parse(live.asOf), live.timezone);
  const note = parkUseNote(live);
  return (
    <p className="inline-notes">
      <span className={live.isOpen ? 'badge badge-good' : 'badge'}>{parkUseText(live, today)}</span>
      <span>{`It is ${timeText(live.asOf, live.timezone)} in ${placeOf(live.timezone)}`}</span>
      {note && <span>{note}</span>}
    </p>
  );
}

function ParkTotals({ live }: { live: Schemas['ParkLiveView'] }) {
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
