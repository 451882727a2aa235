import { memo } from 'react';
import { Link } from '@tanstack/react-router';
import { StatusBadge } from '../../parts/StatusBadge.js';
import { WaitCell } from '../../parts/WaitCell.js';
import { barMinutes, type BoardRow, LINE } from './board-row.js';

interface BoardTableProps {
  caption: string;
  rows: readonly BoardRow[];
}

/** The live board. It is updated each minute, so only rows with new values are rendered. */
export function BoardTable({ caption, rows }: BoardTableProps) {
  const hasShows = rows.some(({ showTimes }) => showTimes !== null);
  const hasTypical = rows.some(({ shortest }) => shortest !== null);
  const hasQueues = rows.some(({ queues }) => queues !== '');
  const fullBarMinutes = barMinutes(rows);
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={caption}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Wait</th>
            {hasTypical && <th scope="col">Typical now</th>}
            {hasTypical && <th scope="col">Usually shortest</th>}
            <th scope="col">State</th>
            {hasShows && <th scope="col">Next performances</th>}
            {hasQueues && <th scope="col">Further queues</th>}
            <th scope="col">Observed</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.rideId} {...row} {...{ hasShows, hasTypical, hasQueues, fullBarMinutes }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends BoardRow {
  hasShows: boolean;
  hasTypical: boolean;
  hasQueues: boolean;
  fullBarMinutes: number;
}

/** All properties are plain values, so that `memo` compares what is shown. */
const Row = memo(function Row(row: RowProps) {
  return (
    <tr>
      <td>
        <Link to="/rides/$rideId" params={{ rideId: String(row.rideId) }}>
          {row.name}
        </Link>
      </td>
      <td>
        <WaitCell waitMinutes={row.waitMinutes} longest={row.fullBarMinutes} />
      </td>
      {row.hasTypical && (
        <td>
          {row.typical ?? <span className="note">–</span>}
          {row.isUnusual && <span className="badge badge-unusual">Unusually long</span>}
        </td>
      )}
      {row.hasTypical && <td>{row.shortest ?? <span className="note">–</span>}</td>}
      <td>
        <State {...row} />
      </td>
      {row.hasShows && <td>{row.showTimes ?? <span className="note">–</span>}</td>}
      {row.hasQueues && (
        <td>
          <Queues texts={row.queues} />
        </td>
      )}
      <td>
        <span className="note">{row.observed}</span>
      </td>
    </tr>
  );
});

function State({ isObserved, isCurrent, status, stateNotes }: BoardRow) {
  if (!isObserved) return <span className="badge">Never observed</span>;
  return (
    <span className="state-cell">
      <StatusBadge status={status} isCurrent={isCurrent} />
      {stateNotes !== '' &&
        stateNotes.split(LINE).map((note) => (
          <span key={note} className="note">
            {note}
          </span>
        ))}
    </span>
  );
}

function Queues({ texts }: { texts: string }) {
  if (texts === '') return <span className="note">–</span>;
  return (
    <ul className="queue-list">
      {texts.split(LINE).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
