import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { type IssueFilter, issues } from '../../../api/quality-queries.js';
import type { Schemas } from '../../../api/client.js';
import { countText } from '../../../format/numbers.js';
import { Choice } from '../../../parts/Choice.js';
import { Section } from '../../../parts/page.js';
import { Pager } from '../../../parts/Pager.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { useNowMs } from '../../../parts/use-clock.js';
import { wordText } from '../../../parts/words.js';
import { BulkActions } from './BulkActions.js';
import { foundSince, STATUS_TEXT } from './issue-actions.js';
import { IssueTable } from './IssueTable.js';
import { ParkFilter } from './ParkFilter.js';
import { ISSUE_TYPES, type QualitySearch, SEVERITIES, STATUS_FILTERS, type StatusFilter } from './quality-search.js';

interface IssuesViewProps {
  search: QualitySearch;
  onChange: (changed: Partial<Record<keyof QualitySearch, unknown>>) => void;
}

const ISSUES_A_PAGE = 50;

/** Issues with filters; those that are chosen are decided together. */
export function IssuesView({ search, onChange }: IssuesViewProps) {
  const nowMs = useNowMs();
  const filter = filterOf(search, nowMs);
  const query = useQuery(issues(filter));
  return (
    <>
      <Filters search={search} onChange={(changed) => onChange({ ...changed, page: undefined })} />
      <Loaded query={query} label="the issues" height={420}>
        {({ data, page }) => (
          // A choice belongs to the list that it was made in.
          <Issues
            key={JSON.stringify({ ...filter, from: search.found })}
            rows={data}
            page={page}
            onPage={(shown) => onChange({ page: shown })}
          />
        )}
      </Loaded>
    </>
  );
}

function filterOf(
  { status = 'OPEN', severity, type, park, found, page = 1 }: QualitySearch,
  nowMs: number,
): IssueFilter {
  return {
    ...(status === 'ALL' ? {} : { status }),
    ...(severity && { severity }),
    ...(type && { issueType: type }),
    ...(park && { parkId: park }),
    ...(found && { from: foundSince(found, nowMs) }),
    ...{ limit: ISSUES_A_PAGE, offset: (page - 1) * ISSUES_A_PAGE },
  };
}

function Filters({ search: { status = 'OPEN', severity, type, park, found }, onChange }: IssuesViewProps) {
  return (
    <div className="controls">
      <Choice<StatusFilter>
        label="Status"
        value={status}
        onChange={(value) => onChange({ status: value === 'OPEN' ? undefined : value })}
        options={STATUS_FILTERS.map((value) => ({ value, text: STATUS_TEXT[value] }))}
      />
      <Words
        label="Severity"
        all="Any severity"
        words={SEVERITIES}
        value={severity}
        onChange={(value) => onChange({ severity: value })}
      />
      <Words
        label="Type"
        all="Any type"
        words={ISSUE_TYPES}
        value={type}
        onChange={(value) => onChange({ type: value })}
      />
      <ParkFilter park={park} onChange={(value) => onChange({ park: value })} />
      <select
        className="select"
        aria-label="Found"
        value={found ?? ''}
        onChange={(event) => onChange({ found: event.target.value || undefined })}
      >
        <option value="">Found at any time</option>
        <option value="day">Found in the last 24 hours</option>
        <option value="week">Found in the last 7 days</option>
        <option value="month">Found in the last 30 days</option>
      </select>
    </div>
  );
}

interface WordsProps<Word extends string> {
  label: string;
  all: string;
  words: readonly Word[];
  value: Word | undefined;
  onChange: (word: Word | undefined) => void;
}

function Words<Word extends string>({ label, all, words, value, onChange }: WordsProps<Word>) {
  return (
    <select
      className="select"
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(words.find((word) => word === event.target.value))}
    >
      <option value="">{all}</option>
      {words.map((word) => (
        <option key={word} value={word}>
          {wordText(word)}
        </option>
      ))}
    </select>
  );
}

interface IssuesProps {
  rows: readonly Schemas['IssueView'][];
  page: Schemas['PageInfo'];
  onPage: (page: number) => void;
}

function Issues({ rows, page: { limit, offset, total }, onPage }: IssuesProps) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const choose = (logIds: readonly number[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const logId of logIds) {
      if (isChosen) next.add(logId);
      else next.delete(logId);
    }
    setChosen(next);
  };
  const picked = rows.filter(({ logId }) => chosen.has(logId));
  return (
    <>
      <Section
        title="Issues"
        note={`${countText(total)} with these filters, most recently found first. Times are those of each park.`}
      >
        {rows.length === 0 ? (
          <EmptyState title="There are no such issues">
            {total === 0 ? 'Nothing is wrong by these filters. Choose others above.' : 'Go back to the first page.'}
          </EmptyState>
        ) : (
          <IssueTable rows={rows} chosen={chosen} onChoose={choose} />
        )}
        <Pager label="Pages of issues" page={offset / limit + 1} perPage={limit} total={total} onPage={onPage} />
      </Section>
      <BulkActions issues={picked} onDone={() => setChosen(new Set())} />
    </>
  );
}
