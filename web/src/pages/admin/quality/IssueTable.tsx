import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { countText } from '../../../format/numbers.js';
import { dateTimeText, fullTimeText, placeOf } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { wordText } from '../../../parts/words.js';
import { STATUS_TEXT } from './issue-actions.js';
import { useZones } from './ParkFilter.js';

type Issue = Schemas['IssueView'];

interface IssueTableProps {
  rows: readonly Issue[];
  chosen: ReadonlySet<number>;
  onChoose: (logIds: readonly number[], isChosen: boolean) => void;
}

const SEVERITY_BADGE = { HIGH: 'badge badge-trouble', MEDIUM: 'badge badge-care', LOW: 'badge' } as const;

/** Issues with a box each. */
export function IssueTable({ rows, chosen, onChoose }: IssueTableProps) {
  const zoneOf = useZones();
  const all = rows.map(({ logId }) => logId);
  return (
    <>
      <label className="choose-all">
        <input
          type="checkbox"
          checked={all.every((logId) => chosen.has(logId))}
          onChange={(event) => onChoose(all, event.target.checked)}
        />
        {` Select all ${countText(rows.length)} shown`}
      </label>
      <DataTable
        caption="Issues"
        rows={rows}
        keyOf={({ logId }) => logId}
        columns={[
          {
            head: 'Select',
            cell: ({ logId, description }) => (
              <input
                type="checkbox"
                aria-label={`Select issue ${logId}: ${description}`}
                checked={chosen.has(logId)}
                onChange={(event) => onChoose([logId], event.target.checked)}
              />
            ),
          },
          ...columnsOf(zoneOf),
        ]}
      />
    </>
  );
}

const columnsOf = (zoneOf: (parkId: number | null) => string | null): Column<Issue>[] => [
  { head: 'Issue', cell: (issue) => <What issue={issue} /> },
  { head: 'Where', cell: (issue) => <Where issue={issue} /> },
  { head: 'Affected time', cell: (issue) => <Affected issue={issue} zone={zoneOf(issue.parkId)} /> },
  { head: 'Records', isNumeric: true, cell: ({ recordsAffected }) => countText(recordsAffected) },
  {
    head: 'Last found (UTC)',
    cell: ({ firstSeenAt, lastSeenAt, occurrences }) => (
      <div className="issue-time">
        {dateTimeText(lastSeenAt, 'UTC')}
        {occurrences > 1 && (
          <div className="note">{`${countText(occurrences)} times since ${dateTimeText(firstSeenAt, 'UTC')}`}</div>
        )}
      </div>
    ),
  },
  {
    head: 'Status',
    cell: ({ resolutionStatus, resolutionNotes }) => (
      <>
        {STATUS_TEXT[resolutionStatus]}
        {resolutionNotes && <div className="note issue-notes">{resolutionNotes}</div>}
      </>
    ),
  },
];

function What({ issue: { logId, severity, reason, issueType, description, sample, importId } }: { issue: Issue }) {
  return (
    <div className="issue-what">
      <strong>{wordText(reason)}</strong> <span className={SEVERITY_BADGE[severity]}>{wordText(severity)}</span>{' '}
      <span className="note">{`${wordText(issueType)}, no. ${logId}`}</span>
      <div>{description}</div>
      {(sample !== null || importId !== null) && (
        <details>
          <summary className="note">Sample</summary>
          {importId && <p className="note">{`Found by import ${importId}`}</p>}
          {sample !== null && <pre className="audit-json">{JSON.stringify(sample, null, 1)}</pre>}
        </details>
      )}
    </div>
  );
}

function Where({ issue: { entityType, entityId, entityName, parkId, parkName } }: { issue: Issue }) {
  if (entityType === 'RIDE' && entityId !== null) {
    return (
      <span className="target">
        <Link to="/rides/$rideId" params={{ rideId: String(entityId) }}>
          {entityName ?? `Ride ${entityId}`}
        </Link>
        <span className="note">{parkName}</span>
      </span>
    );
  }
  if (parkId !== null) {
    return (
      <Link to="/parks/$parkId" params={{ parkId: String(parkId) }}>
        {parkName ?? `Park ${parkId}`}
      </Link>
    );
  }
  return entityName ?? (entityType === 'FILE' ? 'A file of the archive' : '–');
}

function Affected({ issue: { windowStart, windowEnd }, zone }: { issue: Issue; zone: string | null }) {
  if (windowStart === null) return '–';
  return (
    <div className="issue-time">
      {fullTimeText(windowStart, zone)}
      {windowEnd !== null && windowEnd !== windowStart && <div>{`to ${fullTimeText(windowEnd, zone)}`}</div>}
      <div className="note">{placeOf(zone)}</div>
    </div>
  );
}
