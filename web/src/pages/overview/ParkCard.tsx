import { memo } from 'react';
import { Link } from '@tanstack/react-router';
import { countText, waitText } from '../../format/numbers.js';
import { agoText, localDateOf, placeOf, timeText } from '../../format/times.js';
import { parkUseNote, parkUseText } from '../../parts/park-use.js';
import { type ParkNow, statusShares } from './overview-data.js';

interface ParkCardProps {
  park: ParkNow;
  destinationName: string | null;
  asOf: string;
}

const STALE_MINUTES = 30;

/** Rendered again only when something of its park has changed. */
export const ParkCard = memo(function ParkCard({ park, destinationName, asOf }: ParkCardProps) {
  const { name, parkId, isOpen, waits, timezone, minutesSince } = park;
  const today = localDateOf(Date.parse(asOf), timezone);
  const note = parkUseNote(park);
  const isStale = minutesSince === null || minutesSince > STALE_MINUTES;
  return (
    <article className={isOpen === true ? 'card park-card' : 'card park-card park-card-closed'}>
      <div className="park-card-head">
        <h2>
          <Link to="/parks/$parkId" params={{ parkId: String(parkId) }} className="park-card-link">
            {name}
          </Link>
        </h2>
        <p className="note">{destinationName}</p>
      </div>
      <p className="park-card-use">
        <span className={isOpen === true ? 'badge badge-good' : 'badge'}>{parkUseText(park, today)}</span>
      </p>
      {note && <p className="note">{note}</p>}
      <dl className="park-card-waits">
        <div>
          <dt>Average wait</dt>
          <dd>{waitText(waits.averageMinutes)}</dd>
          {waits.averageMinutes !== null && waits.typicalWaitMinutes !== null && (
            <dd className="note">{`usually ${waitText(waits.typicalWaitMinutes)} now`}</dd>
          )}
        </div>
        <div>
          <dt>Longest</dt>
          <dd>{waitText(waits.longest?.waitMinutes)}</dd>
          {waits.longest && <dd className="note park-card-longest">{waits.longest.name}</dd>}
        </div>
      </dl>
      <StatusBar park={park} />
      <p className="note park-card-foot">
        <span>{`${timeText(asOf, timezone)} in ${placeOf(timezone)}`}</span>
        <span className={isStale ? 'trouble' : undefined}>
          {minutesSince === null ? 'never observed' : `observed ${agoText(minutesSince)}`}
        </span>
      </p>
    </article>
  );
});

function StatusBar({ park }: { park: ParkNow }) {
  const shares = statusShares(park);
  if (shares.length === 0) return <p className="note">No ride was observed yet</p>;
  return (
    <div>
      <div className="status-bar" aria-hidden="true">
        {shares.map(({ key, count }) => (
          <span key={key} className={`status-part status-${key}`} style={{ flexGrow: count }} />
        ))}
      </div>
      <p className="note">{shares.map(({ count, text }) => `${countText(count)} ${text}`).join(', ')}</p>
    </div>
  );
}
