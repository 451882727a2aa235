import { Choice } from '../../parts/Choice.js';
import { Section } from '../../parts/page.js';
import type { Period } from '../../parts/PeriodFields.js';
import { EmptyState } from '../../parts/states.js';
import {
  type Choice as Chosen,
  curlLine,
  duckDbLine,
  exportPath,
  fileName,
  type Format,
  FORMATS,
  previewPath,
} from './explore-data.js';

interface DownloadProps {
  choice: Chosen;
  period: Period;
  timezone: string | null;
  format: Format;
  onFormat: (format: Format) => void;
}

const FORMAT_TEXT: Readonly<Record<Format, string>> = { parquet: 'Parquet', csv: 'CSV', ndjson: 'NDJSON' };
const JSON_ROWS = 5_000;

export function Download({ choice, period, timezone, format, onFormat }: DownloadProps) {
  const path = exportPath(choice, format);
  if (path === null) return <JsonOnly choice={choice} period={period} />;
  const file = fileName(choice, period, format);
  return (
    <Section
      title="Download"
      note="Every stored row of the period, streamed from one consistent view"
      actions={
        <Choice
          label="Format"
          value={format}
          onChange={onFormat}
          options={FORMATS.map((value) => ({ value, text: FORMAT_TEXT[value] }))}
        />
      }
    >
      <div className="stack">
        <p>
          <a className="button button-main" href={path} download>
            {`Download ${FORMAT_TEXT[format]}`}
          </a>
        </p>
        <CodeLine title="On the command line" code={curlLine(window.location.origin, path, file)} />
        {format !== 'ndjson' && <CodeLine title="In DuckDB" code={duckDbLine(file, choice.dataset, timezone)} />}
      </div>
    </Section>
  );
}

function JsonOnly({ choice, period }: Pick<DownloadProps, 'choice' | 'period'>) {
  const path = previewPath(choice, JSON_ROWS);
  if (path === null) {
    return (
      <EmptyState title="Statistics are available for rides">
        Choose one ride, or the observations of the whole park.
      </EmptyState>
    );
  }
  return (
    <Section title="Download" note="Statistics are JSON, in pages of up to 5,000 rows">
      <CodeLine
        title="On the command line"
        code={curlLine(window.location.origin, path, `ride-${choice.dataset}-${period.from}-${period.to}.json`)}
      />
    </Section>
  );
}

function CodeLine({ title, code }: { title: string; code: string }) {
  return (
    <figure className="code-line">
      <figcaption className="note">{title}</figcaption>
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
