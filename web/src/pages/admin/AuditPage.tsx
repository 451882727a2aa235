import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { audit } from '../../api/admin-queries.js';
import type { Schemas } from '../../api/client.js';
import { fullTimeText } from '../../format/times.js';
import { Choice } from '../../parts/Choice.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Page, Section } from '../../parts/page.js';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.js';
import type { AuditFilter } from './audit-filter.js';

const route = getRouteApi('/admin/audit');

type Entry = Schemas['AuditEntryView'];

/** Who changed what. */
export function AuditPage() {
  const { outcome = 'ALL' } = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(audit(outcome === 'ALL' ? undefined : outcome));
  return (
    <Page title="Audit" below="Every change by the API or the command line, newest first. Times are UTC.">
      <div className="stack">
        <div className="controls">
          <Choice<AuditFilter>
            label="Outcome"
            value={outcome}
            onChange={(value) => void navigate({ search: value === 'ALL' ? {} : { outcome: value } })}
            options={[
              { value: 'ALL', text: 'All' },
              { value: 'DONE', text: 'Done' },
              { value: 'REFUSED', text: 'Refused' },
              { value: 'FAILED', text: 'Failed' },
            ]}
          />
        </div>
        <Section title="Changes">
          {pages.isError && <ErrorState error={pages.error} retry={() => void pages.refetch()} />}
          {pages.data ? (
            <Entries entries={pages.data.pages.flatMap(({ data }) => data)} />
          ) : (
            !pages.isError && <Skeleton height={320} />
          )}
          {pages.hasNextPage && (
            <button
              type="button"
              className="button"
              disabled={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              Show older changes
            </button>
          )}
        </Section>
      </div>
    </Page>
  );
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  if (entries.length === 0) {
    return <EmptyState title="There are no such changes">Choose another outcome above.</EmptyState>;
  }
  return <DataTable caption="Changes" rows={entries} keyOf={({ entryId }) => entryId} columns={COLUMNS} />;
}

const OUTCOME_BADGE = { DONE: 'badge badge-good', REFUSED: 'badge badge-care', FAILED: 'badge badge-trouble' } as const;
const OUTCOME_TEXT = { DONE: 'Done', REFUSED: 'Refused', FAILED: 'Failed' } as const;

const COLUMNS: Column<Entry>[] = [
  { head: 'When', cell: ({ recordedAt }) => fullTimeText(recordedAt, 'UTC') },
  { head: 'Who', cell: ({ actor }) => actor },
  {
    head: 'What',
    cell: ({ action, target }) => (
      <>
        <code>{action}</code>
        <div className="note">{target}</div>
      </>
    ),
  },
  {
    head: 'Outcome',
    cell: ({ outcome, errorCode }) => (
      <>
        <span className={OUTCOME_BADGE[outcome]}>{OUTCOME_TEXT[outcome]}</span>
        {errorCode && <div className="note">{errorCode}</div>}
      </>
    ),
  },
  { head: 'Before and after', cell: (entry) => <States {...entry} /> },
  { head: 'Request', cell: ({ requestId }) => (requestId === null ? '–' : <code>{requestId}</code>) },
];

function States({ requestBody, before, after }: Entry) {
  const parts = [
    ['Sent', requestBody],
    ['Before', before],
    ['After', after],
  ] as const;
  const known = parts.filter(([, value]) => value !== null);
  if (known.length === 0) return '–';
  return (
    <details>
      <summary>Show</summary>
      {known.map(([name, value]) => (
        <div key={name}>
          <span className="note">{name}</span>
          <pre className="audit-json">{JSON.stringify(value, null, 1)}</pre>
        </div>
      ))}
    </details>
  );
}
