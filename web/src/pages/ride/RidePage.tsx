import { type ReactNode, useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useLiveEvents } from '../../api/live-events.js';
import { ride } from '../../api/queries.js';
import { waitText } from '../../format/numbers.js';
import { timeBeside } from '../../format/times.js';
import { Page } from '../../parts/page.js';
import type { Period } from '../../parts/period.js';
import { Loaded } from '../../parts/states.js';
import { StatusBadge } from '../../parts/StatusBadge.js';
import { useNowMs } from '../../parts/use-clock.js';
import { SOURCE_TEXT, wordText } from '../../parts/words.js';
import { ViewTabs } from '../../parts/ViewTabs.js';
import { AboutRide } from './AboutRide.js';
import type { Interval } from './history-span.js';
import { HistoryView } from './HistoryView.js';
import { PatternsView } from './PatternsView.js';
import { QueuesView } from './QueuesView.js';
import type { Ride } from './ride.js';
import { RIDE_VIEW_TEXT, RIDE_VIEWS, type RideView } from './ride-views.js';
import { TodayView } from './TodayView.js';
import { YearsView } from './YearsView.js';

const route = getRouteApi('/rides/$rideId');
/** Stands for the park while the ride is being loaded. */
const NO_PARK = 0;

export function RidePage() {
  const rideId = Number(route.useParams().rideId);
  const details = useQuery(ride(rideId));
  const { data } = details;
  useLiveEvents(data?.park.parkId ?? NO_PARK, [ride(rideId).queryKey, ['rideObservations', rideId]]);
  return (
    <Page
      title={data?.name ?? 'Ride'}
      above={data && <ParkLink park={data.park} />}
      below={data && <RideNow ride={data} />}
    >
      <Loaded query={details} label="the ride" height={400}>
        {(loaded) => <RideViews ride={loaded} />}
      </Loaded>
    </Page>
  );
}

function RideViews({ ride }: { ride: Ride }) {
  const { view = 'today', align = 'date', detail, heat, weekday, ...period } = route.useSearch();
  const navigate = route.useNavigate();
  const onShow = (shown: RideView) => void navigate({ search: shown === 'today' ? {} : { view: shown } });
  const onPeriod = useCallback(
    (chosen: Period) =>
      void navigate({ search: (before) => ({ ...before, ...chosen }), replace: true, resetScroll: false }),
    [navigate],
  );
  const onDetail = (chosen: Interval | undefined) =>
    void navigate({
      search: ({ detail: _before, ...others }) => (chosen === undefined ? others : { ...others, detail: chosen }),
      resetScroll: false,
    });
  const shared = { ride, period, onPeriod };
  const views: Readonly<Record<RideView, ReactNode>> = {
    today: <TodayView ride={ride} />,
    patterns: (
      <PatternsView
        {...{ ...shared, patterns: { heat, weekday } }}
        onPatterns={(changed) =>
          void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false })
        }
      />
    ),
    history: <HistoryView {...shared} detail={detail} onDetail={onDetail} />,
    years: (
      <YearsView
        {...{ target: { rideId: ride.rideId }, timezone: ride.park.timezone, period, onPeriod, align }}
        onAlign={(chosen) => void navigate({ search: (before) => ({ ...before, align: chosen }), resetScroll: false })}
      />
    ),
    queues: <QueuesView {...shared} />,
    about: <AboutRide ride={ride} />,
  };
  return (
    <ViewTabs label="Views of this ride" views={RIDE_VIEWS} texts={RIDE_VIEW_TEXT} shown={view} onShow={onShow}>
      {views[view]}
    </ViewTabs>
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
  const nowMs = useNowMs();
  if (!isActive) return <p>No longer listed by its park</p>;
  if (current === null) return <p>{entityType ? `${wordText(entityType)}, never observed` : 'Never observed'}</p>;
  const since = timeBeside(current.recordedAt, nowMs, park.timezone);
  const seen = timeBeside(current.lastConfirmedAt ?? current.recordedAt, nowMs, park.timezone);
  return (
    <p className="inline-notes">
      <StatusBadge status={current.status} isCurrent={current.exclusion?.scope !== 'ALL'} />
      {current.waitMinutes !== null && <strong>{waitText(current.waitMinutes)}</strong>}
      <span>{`since ${since}, last observed ${seen}, from ${SOURCE_TEXT[current.dataSource]}`}</span>
    </p>
  );
}
