import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { decideExclusion, exclusions, QUALITY_KEY } from '../../../api/quality-queries.js';
import { session } from '../../../api/session.js';
import { countText } from '../../../format/numbers.js';
import { fullTimeText, placeOf } from '../../../format/times.js';
import { Choice } from '../../../parts/Choice.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { EmptyState, ErrorState, Loaded } from '../../../parts/states.js';
import { TargetLink } from '../../../parts/TargetLink.js';
import { wordText } from '../../../parts/words.js';
import { ExclusionForm } from './ExclusionForm.js';
import { ParkFilter, useZones } from './ParkFilter.js';
import { type ExclusionFilter, EXCLUSION_FILTERS, type QualitySearch } from './quality-search.js';

type Exclusion = Schemas['ExclusionView'];

interface ExclusionsViewProps {
  search: QualitySearch;
  onChange: (changed: Partial<Record<keyof QualitySearch, unknown>>) => void;
}

const FILTER_TEXT: Readonly<Record<ExclusionFilter, string>> = { ACTIVE: 'In force', REVOKED: 'Revoked', ALL: 'All' };

/** Intervals of data that do not count. Each can be revoked, and put back in force. */
export function ExclusionsView({ search, onChange }: ExclusionsViewProps) {
  const { park, exclusions: shown = 'ACTIVE' } = search;
  const active = shown === 'ALL' ? {} : { active: shown === 'ACTIVE' };
  const query = useQuery(exclusions({ ...(park && { parkId: park }), ...active }));
  return (
    <>
      <div className="controls">
        <Choice<ExclusionFilter>
          label="Exclusions"
          value={shown}
          onChange={(value) => onChange({ exclusions: value === 'ACTIVE' ? undefined : value })}
          options={EXCLUSION_FILTERS.map((value) => ({ value, text: FILTER_TEXT[value] }))}
        />
        <ParkFilter park={park} onChange={(value) => onChange({ park: value })} />
      </div>
      <Loaded query={query} label="the exclusions" height={280}>
        {({ data, page: { total } }) => (
          <Section
            title="Excluded data"
            note={
              `${countText(total)} with these filters${data.length < total ? `, the latest ${countText(data.length)} shown` : ''}. ` +
              'The observations stay stored. Times are those of each park.'
            }
          >
            <ExclusionTable rows={data} />
          </Section>
        )}
      </Loaded>
      <ExclusionForm />
    </>
  );
}

function ExclusionTable({ rows }: { rows: readonly Exclusion[] }) {
  const client = useQueryClient();
  const zoneOf = useZones();
  const by = useQuery(session()).data?.name;
  const [asked, setAsked] = useState<number | null>(null);
  const deciding = useMutation({
    mutationFn: decideExclusion,
    onSuccess: () => void client.invalidateQueries({ queryKey: QUALITY_KEY }),
    onSettled: () => setAsked(null),
  });
  const decide = ({ exclusionId, isActive }: Exclusion, note: string) =>
    deciding.mutate({
      exclusionId,
      action: isActive ? 'revoke' : 'restore',
      body: { ...(by && { by }), ...(note === '' ? {} : { note }) },
    });
  const decided = deciding.data;
  return (
    <>
      {deciding.isError && <ErrorState error={deciding.error} />}
      {decided && (
        <p role="status" className="bulk bulk-done">
          <span>
            {decided.isActive
              ? `Exclusion ${decided.exclusionId} is in force: its data does not count.`
              : `Exclusion ${decided.exclusionId} is revoked: its data counts again. The statistics of its days are computed anew.`}
          </span>
          <button
            type="button"
            className="button"
            disabled={deciding.isPending}
            onClick={() => decide(decided, 'Undone')}
          >
            Undo
          </button>
        </p>
      )}
      {rows.length === 0 ? (
        <EmptyState title="There are no such exclusions">
          Rules exclude data that is stale or never changes; you can exclude an interval below.
        </EmptyState>
      ) : (
        <DataTable
          caption="Excluded data"
          rows={rows}
          keyOf={({ exclusionId }) => exclusionId}
          columns={[
            ...columnsOf(zoneOf),
            {
              head: 'Action',
              cell: (row) =>
                asked === row.exclusionId ? (
                  <Decision
                    row={row}
                    isPending={deciding.isPending}
                    onDecide={decide}
                    onCancel={() => setAsked(null)}
                  />
                ) : (
                  <button
                    type="button"
                    className="button"
                    aria-label={`${row.isActive ? 'Revoke' : 'Restore'} exclusion ${row.exclusionId}`}
                    onClick={() => setAsked(row.exclusionId)}
                  >
                    {row.isActive ? 'Revoke' : 'Restore'}
                  </button>
                ),
            },
          ]}
        />
      )}
    </>
  );
}

interface DecisionProps {
  row: Exclusion;
  isPending: boolean;
  onDecide: (row: Exclusion, note: string) => void;
  onCancel: () => void;
}

function Decision({ row, isPending, onDecide, onCancel }: DecisionProps) {
  const [note, setNote] = useState('');
  return (
    <form
      className="decision"
      onSubmit={(event) => {
        event.preventDefault();
        onDecide(row, note.trim());
      }}
    >
      <input
        className="field"
        aria-label="Reason"
        placeholder="Reason (optional)"
        maxLength={2048}
        autoComplete="off"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <button type="submit" className="button button-main" disabled={isPending}>
        {`Confirm: ${row.isActive ? 'revoke' : 'restore'}`}
      </button>
      <button type="button" className="button" onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}

const columnsOf = (zoneOf: (parkId: number) => string | null): Column<Exclusion>[] => [
  {
    head: 'Of',
    cell: ({ parkId, parkName, rideId, rideName }) => (
      <TargetLink target={{ parkId, rideId, name: rideName ?? parkName, parkName }} />
    ),
  },
  {
    head: 'Time',
    cell: ({ parkId, from, to }) => (
      <div className="issue-time">
        {fullTimeText(from, zoneOf(parkId))}
        <div>{to === null ? 'and still in progress' : `to ${fullTimeText(to, zoneOf(parkId))}`}</div>
        <div className="note">{placeOf(zoneOf(parkId))}</div>
      </div>
    ),
  },
  { head: 'What does not count', cell: ({ scope }) => (scope === 'ALL' ? 'Its observations' : 'Its waits') },
  {
    head: 'Why',
    cell: ({ reason, note, createdBy, logId }) => (
      <div className="issue-what">
        <strong>{wordText(reason)}</strong>
        {createdBy && ` by ${createdBy}`}
        {note && <div className="note">{note}</div>}
        {logId !== null && <div className="note">{`Reported by issue no. ${logId}`}</div>}
      </div>
    ),
  },
  {
    head: 'State',
    cell: ({ isActive, revokedAt, revokedBy, revokeNote }) =>
      isActive ? (
        'In force'
      ) : (
        <>
          Revoked
          <div className="note">{`${fullTimeText(revokedAt, 'UTC')} UTC${revokedBy ? ` by ${revokedBy}` : ''}`}</div>
          {revokeNote && <div className="note">{revokeNote}</div>}
        </>
      ),
  },
];
