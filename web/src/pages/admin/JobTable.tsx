import type { Schemas } from '../../api/client.js';
import { dateTimeText } from '../../format/times.js';
import { DataTable } from '../../parts/DataTable.js';
import { jobState, type Level, outcomesText } from './verdicts.js';

type Job = Schemas['JobView'];

const BADGES: Readonly<Record<Level, string>> = {
  GOOD: 'badge badge-good',
  CARE: 'badge badge-care',
  TROUBLE: 'badge badge-trouble',
};

export function JobTable({ jobs }: { jobs: readonly Job[] }) {
  return (
    <DataTable
      caption="Jobs with their last and next run"
      rows={jobs}
      keyOf={({ name }) => name}
      columns={[
        { head: 'Job', cell: (job) => <JobName {...job} /> },
        { head: 'State', cell: (job) => <JobStateCell {...job} /> },
        { head: 'Last runs', cell: ({ lastOutcomes }) => <Outcomes outcomes={lastOutcomes} /> },
        { head: 'Last run', cell: ({ lastStartedAt }) => dateTimeText(lastStartedAt, 'UTC') },
        {
          head: 'Next run',
          cell: ({ isEnabled, nextRunAt }) => (isEnabled ? dateTimeText(nextRunAt, 'UTC') : 'Switched off'),
        },
      ]}
    />
  );
}

function JobName({ name, description }: Job) {
  return (
    <>
      <strong>{name}</strong>
      <div className="note">{description}</div>
    </>
  );
}

function JobStateCell(job: Job) {
  const { text, level } = jobState(job);
  const { overdueSince, isRunning, holder, lastResult } = job;
  const dueText = overdueSince === null ? null : `Due at ${dateTimeText(overdueSince, 'UTC')}`;
  const detail = dueText ?? (isRunning ? holder : lastResult === 'DONE' ? null : lastResult);
  return (
    <>
      <span className={level === null ? 'badge' : BADGES[level]}>{text}</span>
      {detail !== null && <div className="note job-detail">{detail}</div>}
    </>
  );
}

/** One mark per run, the newest on the right. */
function Outcomes({ outcomes }: { outcomes: Job['lastOutcomes'] }) {
  if (outcomes.length === 0) return '–';
  return (
    <span className="outcomes" role="img" aria-label={outcomesText(outcomes)} title={outcomesText(outcomes)}>
      {[...outcomes].reverse().map((outcome, index) => (
        <span key={index} className={`outcome outcome-${outcome.toLowerCase()}`} />
      ))}
    </span>
  );
}
