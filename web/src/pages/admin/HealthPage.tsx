import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { imports, jobs, qualitySummary, storageAlerts } from '../../api/admin-queries.js';
import { adminEvents, useEvents } from '../../api/events.js';
import { severeIssues } from '../../api/quality-queries.js';
import { Page, Section } from '../../parts/page.js';
import { ErrorState, Loaded } from '../../parts/states.js';
import { JobTable } from './JobTable.js';
import { LEVELS } from './levels.js';
import {
  freshnessVerdict,
  importsVerdict,
  jobsVerdict,
  nightText,
  qualityVerdict,
  storageVerdict,
  type Verdict,
} from './verdicts.js';

/** Whether last night worked. */
export function HealthPage() {
  const all = useQuery(jobs());
  const quality = useQuery(qualitySummary());
  const storage = useQuery(storageAlerts());
  const recent = useQuery(imports());
  const severeOnes = useQuery(severeIssues());
  const severe = severeOnes.data?.page.total;
  useEvents(adminEvents, {
    job: () => [jobs().queryKey],
    import: () => [imports().queryKey],
    cycle: () => [qualitySummary().queryKey],
    finding: () => [qualitySummary().queryKey, severeIssues().queryKey],
  });
  const parts = [
    all.data && jobsVerdict(all.data, all.dataUpdatedAt),
    quality.data && freshnessVerdict(quality.data),
    quality.data && severe !== undefined && qualityVerdict(quality.data, severe),
    recent.data && importsVerdict(recent.data.data),
    storage.data && storageVerdict(storage.data),
  ].filter((verdict) => verdict !== undefined && verdict !== false);
  return (
    <Page title="Health" below="Every part with its reason. Times are UTC.">
      <div className="stack">
        <Section title="Did the last night work?">
          {parts.length === PARTS && <p className="answer">{nightText(parts)}</p>}
          <ul className="verdict-list">
            <Part query={all} label="the jobs" verdict={(data) => jobsVerdict(data, all.dataUpdatedAt)} />
            <Part query={quality} label="the freshness" verdict={freshnessVerdict} to={FRESHNESS} />
            <Part
              query={quality}
              label="the data quality"
              verdict={(data) => qualityVerdict(data, severe)}
              to={severe ? SEVERE : QUALITY}
            />
            {severeOnes.isError && (
              <li>
                <ErrorState error={severeOnes.error} retry={() => void severeOnes.refetch()} />
              </li>
            )}
            <Part query={recent} label="the imports" verdict={({ data }) => importsVerdict(data)} to={IMPORTS} />
            <Part query={storage} label="the storage" verdict={storageVerdict} to={STORAGE} />
          </ul>
        </Section>
        <Section title="Jobs">
          <Loaded query={all} label="the jobs" height={320}>
            {(data) => <JobTable jobs={data} />}
          </Loaded>
        </Section>
      </div>
    </Page>
  );
}

/** The page states a result only once all parts are known. */
const PARTS = 5;

/** The page with the details of a verdict. */
const FRESHNESS: LinkProps = { to: '/admin/quality', search: { view: 'freshness' } };
const QUALITY: LinkProps = { to: '/admin/quality' };
const SEVERE: LinkProps = { to: '/admin/quality', search: { severity: 'HIGH' } };
const IMPORTS: LinkProps = { to: '/admin/imports' };
const STORAGE: LinkProps = { to: '/admin/storage' };

interface PartProps<Data> {
  query: UseQueryResult<Data>;
  label: string;
  verdict: (data: Data) => Verdict;
  to?: LinkProps;
}

function Part<Data>({ query, label, verdict, to }: PartProps<Data>) {
  return (
    <li className="verdict">
      <Loaded query={query} label={label} height={40}>
        {(data) => <PartVerdict {...verdict(data)} to={to} />}
      </Loaded>
    </li>
  );
}

function PartVerdict({ name, level, reasons, to }: Verdict & { to: LinkProps | undefined }) {
  return (
    <>
      <div>
        <strong>{to ? <Link {...to}>{name}</Link> : name}</strong>
        {reasons.map((reason) => (
          <p key={reason} className="note">
            {reason}
          </p>
        ))}
      </div>
      <span className={LEVELS[level].badge}>{LEVELS[level].text}</span>
    </>
  );
}
