import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.js';
import { agoText, fullTimeText } from '../../format/times.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Section } from '../../parts/page.js';
import { queueText } from '../../parts/queue-text.js';
import { EmptyState } from '../../parts/states.js';
import { StatusBadge } from '../../parts/StatusBadge.js';
import { WaitCell } from '../../parts/WaitCell.js';
import { sourcesText } from '../../parts/words.js';
import { type Group, groupOf, GROUPS, type LiveRide, sortBoard, waitNow } from './live-board.js';

const TITLES: Readonly<Record<Group, string>> = {
  rides: 'Rides now',
  shows: 'Shows now',
  other: 'Restaurants and hotels now',
};

export function LiveBoard({ live }: { live: Schemas['ParkLiveView'] }) {
  if (live.rides.length === 0) {
    return (
      <EmptyState title="This park has no rides yet">
        They appear once live data was collected, or history was imported.
      </EmptyState>
    );
  }
  const sources = sourcesText(live.rides.map(({ current }) => current?.dataSource ?? null));
  return GROUPS.map((group) => {
    const rides = sortBoard(live.rides.filter((ride) => groupOf(ride) === group));
    if (rides.length === 0) return null;
    return (
      <Section key={group} title={TITLES[group]} note={sources}>
        <DataTable
          caption={TITLES[group]}
          rows={rides}
          columns={columnsOf(live.timezone, Math.max(0, ...rides.flatMap((ride) => waitNow(ride) ?? [])))}
          keyOf={({ rideId }) => rideId}
        />
      </Section>
    );
  });
}

function columnsOf(timezone: string | null, longest: number): Column<LiveRide>[] {
  return [
    {
      head: 'Name',
      cell: ({ rideId, name }) => (
        <Link to="/rides/$rideId" params={{ rideId: String(rideId) }}>
          {name}
        </Link>
      ),
    },
    { head: 'Wait', cell: (ride) => <WaitCell waitMinutes={waitNow(ride)} longest={longest} /> },
    { head: 'State', cell: (ride) => <State ride={ride} timezone={timezone} /> },
    { head: 'Further queues', cell: ({ current }) => <Queues current={current} timezone={timezone} /> },
    {
      head: 'Observed',
      cell: ({ current }) => <span className="note">{current ? agoText(current.minutesSince) : 'never'}</span>,
    },
  ];
}

function State({ ride: { current }, timezone }: { ride: LiveRide; timezone: string | null }) {
  if (current === null) return <span className="badge">Never observed</span>;
  return (
    <span className="state-cell">
      <StatusBadge status={current.status} isCurrent={current.isCurrent} />
      {current.isCurrent && current.status === 'DOWN' && (
        <span className="note">{`since ${fullTimeText(current.recordedAt, timezone)}`}</span>
      )}
      {current.exclusion && <span className="note">{`not believed: ${current.exclusion.reason}`}</span>}
    </span>
  );
}

interface QueuesProps {
  current: LiveRide['current'];
  timezone: string | null;
}

function Queues({ current, timezone }: QueuesProps) {
  const queues = current?.isCurrent ? current.queues.filter(({ queueType }) => queueType !== 'STANDBY') : [];
  if (queues.length === 0) return <span className="note">–</span>;
  return (
    <ul className="queue-list">
      {queues.map((queue) => (
        <li key={queue.queueType}>{queueText(queue, timezone)}</li>
      ))}
    </ul>
  );
}
