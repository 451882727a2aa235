import type { ParkLive } from '../../api/ages.js';
import type { Schemas } from '../../api/client.js';
import { Section } from '../../parts/page.js';
import { EmptyState } from '../../parts/states.js';
import { sourcesText } from '../../parts/words.js';
import { boardRow, unusualText } from './board-row.js';
import { BoardTable } from './BoardTable.js';
import { type Group, groupOf, GROUPS, sortBoard } from './live-board.js';
import { showTimesOf } from './show-times.js';

const TITLES: Readonly<Record<Group, string>> = {
  rides: 'Rides now',
  shows: 'Shows now',
  other: 'Restaurants and hotels now',
};

interface LiveBoardProps {
  live: ParkLive;
  shows: Schemas['ParkShowtimesView'] | undefined;
  today: Schemas['ParkTodayView'] | undefined;
}

export function LiveBoard({ live, shows, today }: LiveBoardProps) {
  if (live.rides.length === 0) {
    return (
      <EmptyState title="This park has no rides yet">
        They appear once live data has been collected or history has been imported.
      </EmptyState>
    );
  }
  const times = shows ? showTimesOf(shows, Date.parse(live.asOf)) : new Map<number, never>();
  const typical = new Map(today?.rides.map((ride) => [ride.rideId, ride]));
  const { timezone } = live;
  return GROUPS.map((group) => {
    const rides = sortBoard(live.rides.filter((ride) => groupOf(ride) === group));
    if (rides.length === 0) return null;
    const rows = rides.map((ride) =>
      boardRow(ride, { timezone, shows: times.get(ride.rideId), typical: typical.get(ride.rideId) }),
    );
    const sources = sourcesText(rides.map(({ current }) => current?.dataSource ?? null));
    const unusual = unusualText(rows);
    return (
      <Section key={group} title={TITLES[group]} note={sources}>
        {unusual !== null && <p className="board-unusual">{unusual}</p>}
        <BoardTable caption={TITLES[group]} rows={rows} />
      </Section>
    );
  });
}
