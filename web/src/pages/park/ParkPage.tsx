import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ParkLive } from '../../api/ages.js';
import type { Schemas } from '../../api/client.js';
import { useLiveEvents } from '../../api/live-events.js';
import { parkToday } from '../../api/park-queries.js';
import { park, parkLive } from '../../api/queries.js';
import { localDateOf, placeOf, timeText } from '../../format/times.js';
import { Page } from '../../parts/page.js';
import { parkUseNote, parkUseText } from '../../parts/park-use.js';
import type { Period } from '../../parts/period.js';
import { Loaded } from '../../parts/states.js';
import { ViewTabs } from '../../parts/ViewTabs.js';
import { searchChange } from '../../parts/search-change.js';
import { DowntimesView } from './DowntimesView.js';
import { NowView } from './NowView.js';
import { PARK_VIEW_TEXT, PARK_VIEWS, type ParkView } from './park-views.js';
import { ParkCalendar } from './ParkCalendar.js';
import { RankingView } from './RankingView.js';
import './park.css';

const route = getRouteApi('/parks/$parkId');

export function ParkPage() {
  const parkId = Number(route.useParams().parkId);
  const live = useQuery(parkLive(parkId));
  const details = useQuery(park(parkId));
  useLiveEvents(parkId, [parkLive(parkId).queryKey, parkToday(parkId).queryKey, ['parkShowtimes', parkId]]);
  return (
    <Page
      title={live.data?.name ?? details.data?.name ?? 'Park'}
      above={details.data && <DestinationLink park={details.data} />}
      below={live.data && <ParkNow live={live.data} />}
    >
      <Loaded query={live} label="the live state" height={420}>
        {(data) => <ParkViews live={data} details={details.data} />}
      </Loaded>
    </Page>
  );
}

interface ParkViewsProps {
  live: ParkLive;
  details: Schemas['ParkDetailView'] | undefined;
}

function ParkViews({ live, details }: ParkViewsProps) {
  const { view = 'now', year, by = 'waits', order = 'desc', ...period } = route.useSearch();
  const navigate = route.useNavigate();
  const onShow = (shown: ParkView) => void navigate({ search: shown === 'now' ? {} : { view: shown } });
  const change = searchChange(navigate);
  const { parkId, timezone } = live;
  const lastYear = Number(localDateOf(Date.parse(live.asOf), timezone).slice(0, 4));
  const views: Readonly<Record<ParkView, ReactNode>> = {
    now: <NowView live={live} details={details} />,
    downtimes: <DowntimesView {...{ parkId, timezone, period: daysOf(period) }} onPeriod={change} />,
    ranking: <RankingView {...{ parkId, by, order, search: period, onChange: change }} />,
    calendar: (
      <ParkCalendar
        {...{ parkId, year: year ?? lastYear, lastYear }}
        onYear={(chosen) => void navigate({ search: { view: 'calendar', year: chosen }, resetScroll: false })}
      />
    ),
  };
  return (
    <ViewTabs label="Views of this park" views={PARK_VIEWS} texts={PARK_VIEW_TEXT} shown={view} onShow={onShow}>
      {views[view]}
    </ViewTabs>
  );
}

function daysOf({ from, to }: Partial<Period>): Partial<Period> {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function DestinationLink({ park }: { park: Schemas['ParkDetailView'] }) {
  return (
    <Link to="/" search={{ destination: park.destinationId }}>
      {park.destinationName}
    </Link>
  );
}

function ParkNow({ live }: { live: ParkLive }) {
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
