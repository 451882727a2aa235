import { addressOf } from '../../base-path.js';
import { Choice } from '../../parts/Choice.js';
import { Section } from '../../parts/page.js';
import {
  type Choice as Chosen,
  curlLine,
  duckDbLine,
  exportPath,
  fileName,
  type Format,
  FORMATS,
} from './explore-data.js';

interface DownloadProps {
  choice: Chosen;
  timezone: string | null;
  format: Format;
  onFormat: (format: Format) => void;
}

const FORMAT_TEXT: Readonly<Record<Format, string>> = { parquet: 'Parquet', csv: 'CSV', ndjson: 'NDJSON' };

export function Download({ choice, timezone, format, onFormat }: DownloadProps) {
  const path = addressOf(exportPath(choice, format));
  const file = fileName(choice, format);
  return (
    <Section
      title="Download"
      note="All rows of the choice, streamed from one consistent view of the database"
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
          <a className="button button-main" href={path} download={file}>
            {`Download ${FORMAT_TEXT[format]}`}
          </a>
        </p>
        <CodeLine title="On the command line" code={curlLine(window.location.origin, path, file)} />
        <CodeLine title="In DuckDB" code={duckDbLine(file, choice.dataset, timezone)} />
      </div>
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
