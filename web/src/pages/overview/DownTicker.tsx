import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { countText } from '../../format/numbers.js';
import { timeText } from '../../format/times.js';
import type { DownNow } from './overview-data.js';

/** Further rides are only on the pages of their parks. */
const NEWEST = 10;

/** What is down now, the newest first. It scrolls by hand only: moving text is hard to read. */
export function DownTicker({ rides }: { rides: readonly DownNow[] }) {
  const [isWhole, setIsWhole] = useState(false);
  if (rides.length === 0) return null;
  const shown = isWhole ? rides : rides.slice(0, NEWEST);
  const hidden = rides.length - shown.length;
  return (
    <section className="ticker" aria-label="Down now" tabIndex={0}>
      <ul>
        {shown.map(({ rideId, name, since, parkName, timezone }) => (
          <li key={rideId}>
            <span className="badge badge-trouble">Down</span>{' '}
            <Link to="/rides/$rideId" params={{ rideId: String(rideId) }}>
              {name}
            </Link>{' '}
            <span className="note">{`${parkName}, since ${timeText(since, timezone)}`}</span>
          </li>
        ))}
        {hidden > 0 && (
          <li>
            <button type="button" className="button" onClick={() => setIsWhole(true)}>
              {`Show ${countText(hidden)} more`}
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}
