import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { qualitySummary } from '../../../api/admin-queries.js';
import type { Schemas } from '../../../api/client.js';
import { adminEvents, useEvents } from '../../../api/events.js';
import { QUALITY_KEY, severeIssues } from '../../../api/quality-queries.js';
import { countText, decimalText, percentText } from '../../../format/numbers.js';
import { Figures } from '../../../parts/Figures.js';
import { Page } from '../../../parts/page.js';
import { Loaded } from '../../../parts/states.js';
import { ViewTabs } from '../../../parts/ViewTabs.js';
import { searchChange } from '../../../parts/search-change.js';
import { LEVELS } from '../levels.js';
import { qualityVerdict } from '../verdicts.js';
import { CheckNow } from './CheckNow.js';
import { CoverageView } from './CoverageView.js';
import { ExclusionsView } from './ExclusionsView.js';
import { FreshnessView } from './FreshnessView.js';
import { GapsView } from './GapsView.js';
import { IssuesView } from './IssuesView.js';
import { ReconciliationView } from './ReconciliationView.js';
import { QUALITY_VIEWS, type QualityView } from './quality-search.js';
import './quality.css';

const route = getRouteApi('/admin/quality');

const TEXTS: Readonly<Record<QualityView, string>> = {
  issues: 'Issues',
  gaps: 'Gaps',
  freshness: 'Freshness',
  coverage: 'Coverage',
  reconciliation: 'Reconciliation',
  exclusions: 'Exclusions',
};

/** What is wrong with the data, what is missing, and what does not count. */
export function QualityPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { view = 'issues', park } = search;
  const summary = useQuery(qualitySummary());
  useEvents(adminEvents, { finding: () => [[...QUALITY_KEY, 'issues']] });
  const change = searchChange(navigate);
  return (
    <Page
      title="Data quality"
      below="What is wrong with the data, what is missing, and what does not count"
      actions={<CheckNow parkId={park} />}
    >
      <div className="stack">
        <Loaded query={summary} label="the summary" height={96}>
          {(data) => <Summary summary={data} />}
        </Loaded>
        <ViewTabs
          label="Views"
          views={QUALITY_VIEWS}
          texts={TEXTS}
          shown={view}
          onShow={(shown) => void navigate({ search: { view: shown, ...(park && { park }) }, resetScroll: false })}
        >
          {view === 'issues' && <IssuesView search={search} onChange={change} />}
          {view === 'gaps' && <GapsView search={search} onChange={change} />}
          {view === 'freshness' && <FreshnessView />}
          {view === 'coverage' && <CoverageView search={search} onChange={change} />}
          {view === 'reconciliation' && <ReconciliationView search={search} onChange={change} />}
          {view === 'exclusions' && <ExclusionsView search={search} onChange={change} />}
        </ViewTabs>
      </div>
    </Page>
  );
}

function Summary({ summary }: { summary: Schemas['QualitySummary'] }) {
  const { openIssues, openGaps, collection, freshness } = summary;
  const severe = useQuery(severeIssues()).data?.page.total;
  const { level, reasons } = qualityVerdict(summary, severe);
  const { fresh, normal, stale, closed } = freshness;
  return (
    <>
      <Figures
        items={[
          { name: 'Open issues', value: countText(openIssues.total), note: 'found in the last 24 hours' },
          {
            name: 'Open gaps',
            value: countText(openGaps.count),
            note: `${decimalText(openGaps.hours)} hours, last 24 hours`,
          },
          {
            name: 'Collection',
            value: percentText(collection.uptimePercent),
            note:
              collection.uptimePercent === null ? 'collected for less than 6 hours' : 'of the expected observations',
          },
          {
            name: 'Open parks up to date',
            value: `${countText(fresh + normal)} of ${countText(fresh + normal + stale)}`,
            note: `${countText(closed)} closed`,
          },
        ]}
      />
      <div className="quality-health">
        <span className={LEVELS[level].badge}>{LEVELS[level].text}</span>
        <ul className="plain-list">
          {reasons.map((reason) => (
            <li key={reason} className="note">
              {reason}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
