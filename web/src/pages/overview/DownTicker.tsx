import { Link } from '@tanstack/react-router';
import { timeText } from '../../format/times.js';
import type { DownNow } from './overview-data.js';

/** What is down now, the newest first. It scrolls by hand only: moving text is hard to read. */
export function DownTicker({ rides }: { rides: readonly DownNow[] }) {
  if (rides.length === 0) return null;
  return (
    <section className="ticker" aria-label="Down now" tabIndex={0}>
      <ul>
        {rides.map(({ rideId, name, since, parkName, timezone }) => (
          <li key={rideId}>
            <span className="badge badge-trouble">Down</span>{' '}
            <Link to="/rides/$rideId" params={{ rideId: String(rideId) }}>
              {name}
            </Link>{' '}
            <span className="note">{`${parkName}, since ${timeText(since, timezone)}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
