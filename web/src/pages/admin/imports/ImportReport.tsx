import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { importQuality } from '../../../api/import-queries.js';
import { countText, plural } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { Loaded } from '../../../parts/states.js';
import { wordText } from '../../../parts/words.js';

type Report = Schemas['ImportQualityReport'];
type Reason = Schemas['QualityReasonView'];

/** What was wrong with the data, and how rides were identified. */
export function ImportReport({ one }: { one: Schemas['ImportView'] }) {
  const report = useQuery(importQuality(one));
  const isArchive = one.options.source === 'ARCHIVE';
  return (
    <Loaded query={report} label="the report" height={240}>
      {(loaded) => (
        <>
          <Issues report={loaded} />
          {loaded.fileDefects.length > 0 && <Defects report={loaded} isArchive={isArchive} />}
          {loaded.gaps.length > 0 && <Gaps report={loaded} />}
          {loaded.mappings.length > 0 && <Mappings report={loaded} />}
        </>
      )}
    </Loaded>
  );
}

function Issues({ report }: { report: Report }) {
  const reasons = report.issues.flatMap((issue) => issue.reasons);
  const rejected = reasons.filter((reason) => reason.rejected);
  const kept = reasons.filter((reason) => !reason.rejected);
  return (
    <>
      <Section title="Rejected events" note="An event is only rejected if its id or its time cannot be read">
        {rejected.length === 0 ? (
          <p>No event was rejected.</p>
        ) : (
          <DataTable caption="Rejected events" rows={rejected} keyOf={keyOf} columns={REASON_COLUMNS} />
        )}
      </Section>
      {kept.length > 0 && (
        <Section
          title="Kept with a remark"
          note="Fields that cannot be read are unknown; of several events of one instant, one is kept"
        >
          <DataTable caption="Kept with a remark" rows={kept} keyOf={keyOf} columns={REASON_COLUMNS} />
        </Section>
      )}
    </>
  );
}

const keyOf = ({ reason, rejected }: Reason): string => `${reason} ${rejected}`;

const REASON_COLUMNS: Column<Reason>[] = [
  {
    head: 'Reason',
    cell: ({ reason }) => (
      <>
        {wordText(reason)}
        <div className="note">
          <code>{reason}</code>
        </div>
      </>
    ),
  },
  { head: 'Findings', cell: ({ count }) => countText(count), isNumeric: true },
  { head: 'Files', cell: ({ files }) => countText(files), isNumeric: true },
  { head: 'Examples', cell: ({ samples }) => <Samples samples={samples} /> },
];

function Samples({ samples }: { samples: readonly Schemas['QualitySampleView'][] }) {
  if (samples.length === 0) return '–';
  return (
    <details>
      <summary>{`Show ${samples.length}`}</summary>
      <ul className="plain-list">
        {samples.map(({ file, index, field, value }) => (
          <li key={`${file} ${index} ${field}`}>
            <code>{`${field}: ${value}`}</code>
            <div className="note">{`event ${index} of ${file}`}</div>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Defects({ report, isArchive }: { report: Report; isArchive: boolean }) {
  const what = isArchive ? 'Files that could not be read' : 'Days that could not be read';
  return (
    <Section title={what} note={plural(report.fileDefects.length, isArchive ? 'file' : 'day')}>
      <DataTable
        caption={what}
        rows={report.fileDefects}
        keyOf={({ file }) => file}
        columns={[
          { head: 'Day', cell: ({ day }) => dayText(day) },
          { head: 'Reason', cell: ({ reason, detail }) => <DefectReason reason={reason} detail={detail} /> },
          { head: isArchive ? 'File' : 'Park and day', cell: ({ file }) => <code>{file}</code> },
        ]}
      />
    </Section>
  );
}

function DefectReason({ reason, detail }: { reason: string; detail: string }) {
  return (
    <>
      {wordText(reason)}
      <div className="note">{detail}</div>
    </>
  );
}

function Gaps({ report }: { report: Report }) {
  const days = report.gaps.reduce((sum, gap) => sum + gap.days, 0);
  return (
    <Section title="Days without a file" note={`${plural(days, 'UTC day')} of the range`}>
      <DataTable
        caption="Days without a file"
        rows={report.gaps}
        keyOf={({ firstDay }) => firstDay}
        columns={[
          { head: 'First day', cell: ({ firstDay }) => dayText(firstDay) },
          { head: 'Last day', cell: ({ lastDay }) => dayText(lastDay) },
          { head: 'Days', cell: (gap) => countText(gap.days), isNumeric: true },
        ]}
      />
    </Section>
  );
}

function Mappings({ report }: { report: Report }) {
  return (
    <Section
      title="How rides were identified"
      note="UUIDs that this import found for the first time"
      actions={
        <Link to="/admin/imports" search={{ view: 'mappings' }}>
          Mappings to review
        </Link>
      }
    >
      <DataTable
        caption="How rides were identified"
        rows={report.mappings}
        keyOf={({ method, reason }) => `${method} ${reason}`}
        columns={[
          { head: 'Result', cell: ({ method }) => METHOD_TEXT[method] },
          { head: 'Reason', cell: ({ reason }) => wordText(reason) },
          { head: 'UUIDs', cell: ({ count }) => countText(count), isNumeric: true },
          { head: 'Undone since', cell: ({ undone }) => countText(undone), isNumeric: true },
        ]}
      />
    </Section>
  );
}

const METHOD_TEXT: Readonly<Record<Schemas['MatchMethod'], string>> = {
  UUID: 'Known by its UUID',
  EXTERNAL_ID: 'Linked by the operator’s id',
  EXACT_NAME: 'Linked by an equal name',
  FUZZY_NAME: 'Linked by a similar name',
  MANUAL: 'Linked by a person',
  CREATED: 'New ride',
};
