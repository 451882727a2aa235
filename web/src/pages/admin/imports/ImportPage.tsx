import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { ApiError } from '../../../api/errors.js';
import { adminEvents, useEvents } from '../../../api/events.js';
import { importStatus } from '../../../api/import-queries.js';
import { countText } from '../../../format/numbers.js';
import { fullTimeText } from '../../../format/times.js';
import { Figures } from '../../../parts/Figures.js';
import { Page, Section } from '../../../parts/page.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { CountBar } from './CountBar.js';
import { ImportActions } from './ImportActions.js';
import { ImportProgress } from './ImportProgress.js';
import { ImportReport } from './ImportReport.js';
import { rangeText, SOURCE_NAME, stateText, targetText } from './import-text.js';
import './imports.css';

const route = getRouteApi('/admin/imports/$importId');

type Import = Schemas['ImportView'];

/** One import: its progress, what it did, and what it could not use. */
export function ImportPage() {
  const { importId } = route.useParams();
  const found = useQuery(importStatus(importId));
  useEvents(adminEvents, { import: (data) => (isAbout(data, importId) ? [importStatus(importId).queryKey] : []) });
  const one = found.data;
  return (
    <Page
      title={one ? targetText(one) : 'Import'}
      above={<Link to="/admin/imports">Imports</Link>}
      below={one && belowText(one)}
    >
      {isUnknown(found.error) ? (
        <EmptyState title={`There is no import ${importId}`}>Choose one on the page of imports.</EmptyState>
      ) : (
        <Loaded query={found} label="the import" height={320}>
          {(loaded) => <Details one={loaded} />}
        </Loaded>
      )}
    </Page>
  );
}

function belowText(one: Import): string {
  const within = one.parkName === null ? [] : [one.destination.name];
  return [...within, SOURCE_NAME[one.options.source], rangeText(one), 'times are UTC'].join(' · ');
}

/** An event without an id concerns all imports. */
const isAbout = (data: unknown, importId: string): boolean =>
  ((data ?? {}) as { importId?: string }).importId === undefined ||
  (data as { importId: string }).importId === importId;

/** The server refuses text that cannot be the id of an import. */
const isUnknown = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 400);

function Details({ one }: { one: Import }) {
  const { text, badge } = stateText(one);
  return (
    <div className="stack">
      <Section title="Progress" actions={<ImportActions one={one} />}>
        <div className="stack">
          <p role="status">
            <span className={badge}>{text}</span>
          </p>
          <ImportProgress one={one} />
          <Failure one={one} />
        </div>
      </Section>
      <Counts one={one} />
      <ImportReport one={one} />
      <Options one={one} />
    </div>
  );
}

/** Why it failed; the files that could not be read are in the report. */
function Failure({ one }: { one: Import }) {
  const failure = one.errors.latest.find(({ file }) => file === null);
  if (one.interrupted) {
    return (
      <EmptyState title="Its worker was stopped">
        What was imported is kept. Resume it to go on at its last checkpoint.
      </EmptyState>
    );
  }
  if (one.status !== 'FAILED' || failure === undefined) return null;
  return (
    <div className="state state-error" role="alert">
      <p className="state-title">{`It failed: ${failure.reason}`}</p>
      <p className="state-text">{`${failure.detail}. What was imported is kept; resume it to try the rest.`}</p>
    </div>
  );
}

function Counts({ one }: { one: Import }) {
  const { progress, errors, options } = one;
  return (
    <Section title="Events" note="Every event that was read was stored, is a duplicate, or was rejected with a reason">
      <div className="stack">
        <CountBar progress={progress} />
        <Figures
          items={[
            { name: 'Read', value: countText(progress.read) },
            { name: 'Stored', value: countText(progress.stored) },
            { name: 'Duplicate', value: countText(progress.duplicate) },
            { name: 'Rejected', value: countText(progress.rejected) },
            { name: 'Queue rows', value: countText(progress.queueRowsStored) },
            ...(progress.liveRowsRemoved === 0
              ? []
              : [{ name: 'Live rows removed', value: countText(progress.liveRowsRemoved) }]),
            {
              name: options.source === 'ARCHIVE' ? 'Unreadable files' : 'Unreadable days',
              value: countText(errors.count),
            },
          ]}
        />
      </div>
    </Section>
  );
}

function Options({ one: { importId, options, attempts, timestamps } }: { one: Import }) {
  const facts = [
    ['Id', <code key="id">{importId}</code>],
    ['Started by', options.origin === 'cli' ? 'the command line' : 'the API or this page'],
    ['Created', fullTimeText(timestamps.createdAt, 'UTC')],
    ['Runs', `${attempts}, each start or resume counted`],
    ['At conflicts', options.onConflict === 'archive' ? 'The archive is kept' : 'Live data is kept'],
    ['Files read again', options.reread ? 'Yes' : 'No'],
    ['Live observations replaced', options.replaceLive ? 'Yes, on days that the archive covers completely' : 'No'],
  ] as const;
  return (
    <Section title="How it was started">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
