import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { imports, jobs, qualitySummary, storageAlerts } from '../../api/admin-queries.js';
import { adminEvents, useEvents } from '../../api/events.js';
import { Page, Section } from '../../parts/page.js';
import { Loaded } from '../../parts/states.js';
import { JobTable } from './JobTable.js';
import { LEVELS } from './levels.js';
import {
  freshnessVerdict,
  importsVerdict,
  jobsVerdict,
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
  useEvents(adminEvents, {
    job: () => [jobs().queryKey],
    import: () => [imports().queryKey],
    cycle: () => [qualitySummary().queryKey],
    finding: () => [qualitySummary().queryKey],
  });
  return (
    <Page title="Health" below="Whether the last night worked: every part with its reason. Times are UTC.">
      <div className="stack">
        <Section title="Now">
          <ul className="verdict-list">
            <Part query={all} label="the jobs" verdict={jobsVerdict} />
            <Part query={quality} label="the freshness" verdict={freshnessVerdict} />
            <Part query={quality} label="the data quality" verdict={qualityVerdict} />
            <Part query={recent} label="the imports" verdict={({ data }) => importsVerdict(data)} />
            <Part query={storage} label="the storage" verdict={storageVerdict} />
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

interface PartProps<Data> {
  query: UseQueryResult<Data>;
  label: string;
  verdict: (data: Data) => Verdict;
}

function Part<Data>({ query, label, verdict }: PartProps<Data>) {
  return (
    <li className="verdict">
      <Loaded query={query} label={label} height={40}>
        {(data) => <PartVerdict {...verdict(data)} />}
      </Loaded>
    </li>
  );
}

function PartVerdict({ name, level, reasons }: Verdict) {
  return (
    <>
      <div>
        <strong>{name}</strong>
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
