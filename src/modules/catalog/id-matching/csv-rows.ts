import { CsvError, parse } from 'csv-parse/sync';

export interface CsvRow {
  /** Line of the file at which it starts, from 1. */
  line: number;
  cells: string[];
}

export interface CsvRows {
  rows: CsvRow[];
  /** Lines that open a quote and do not close it. */
  brokenLines: number[];
}

const LINE_BREAK = /\r\n|\n|\r/;
const UUID_ANYWHERE = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** A UUID in the second or a later line of one value: a quote never closed has swallowed the row of that UUID. */
function hasSwallowedRow(cell: string): boolean {
  const firstLineEnd = cell.indexOf('\n');
  return firstLineEnd >= 0 && UUID_ANYWHERE.test(cell.slice(firstLineEnd));
}

/** Rows up to the first that cannot be read; `brokenLine` is where that one starts, null when all could be. */
function readUntilBroken(lines: readonly string[], linesBefore: number): { rows: CsvRow[]; brokenLine: number | null } {
  const rows: CsvRow[] = [];
  let brokenLine: number | null = null;
  let endLine = linesBefore;
  try {
    parse(lines.slice(linesBefore).join('\n'), {
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      on_record: (cells: string[], context) => {
        const line = linesBefore + context.lines - cells.join('').split('\n').length + 1;
        if (cells.some(hasSwallowedRow)) brokenLine ??= line;
        if (brokenLine === null) rows.push({ line, cells });
        endLine = linesBefore + context.lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The broken row starts at the next line that has something in it.
    while ((lines[endLine] ?? '-').trim() === '') endLine += 1;
    brokenLine ??= endLine + 1;
  }
  return { rows, brokenLine };
}

/** Every row that can be read: after a broken line reading goes on with the next one. Accepts a BOM and any line end. */
export function readCsvRows(text: string): CsvRows {
  const lines = text.replace(/^\uFEFF/, '').split(LINE_BREAK);
  const result: CsvRows = { rows: [], brokenLines: [] };
  let linesBefore = 0;
  while (linesBefore < lines.length) {
    const { rows, brokenLine } = readUntilBroken(lines, linesBefore);
    result.rows.push(...rows);
    if (brokenLine === null) break;
    result.brokenLines.push(brokenLine);
    linesBefore = brokenLine;
  }
  return result;
}
