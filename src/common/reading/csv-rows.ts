import { CsvError, parse } from 'csv-parse/sync';

export interface CsvRow {
  /** Line of the file at which it starts, from 1. */
  line: number;
  cells: string[];
}

export interface CsvRows {
  rows: CsvRow[];
  /** Lines with a quote that is never closed. */
  brokenLines: number[];
}

const LINE_BREAK = /\r\n|\n|\r/;
const UUID_ANYWHERE = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

export interface CsvForm {
  delimiter: string;
  /** Values may contain line breaks. Otherwise, one with a line break comes from an unclosed quote. */
  hasMultilineValues: boolean;
}

const USUAL_FORM: CsvForm = { delimiter: ',', hasMultilineValues: true };

/** A UUID after the first line of a value means that an unclosed quote has swallowed the row of that UUID. */
function hasSwallowedRow(cell: string, { hasMultilineValues }: CsvForm): boolean {
  const firstLineEnd = cell.indexOf('\n');
  return firstLineEnd >= 0 && (!hasMultilineValues || UUID_ANYWHERE.test(cell.slice(firstLineEnd)));
}

/** Rows up to the first unreadable one. `brokenLine` is the line at which that one starts; null: all rows were read. */
function readUntilBroken(
  lines: readonly string[],
  linesBefore: number,
  form: CsvForm,
): { rows: CsvRow[]; brokenLine: number | null } {
  const rows: CsvRow[] = [];
  let brokenLine: number | null = null;
  let endLine = linesBefore;
  try {
    parse(lines.slice(linesBefore).join('\n'), {
      delimiter: form.delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      on_record: (cells: string[], context) => {
        const line = linesBefore + context.lines - cells.join('').split('\n').length + 1;
        if (cells.some((cell) => hasSwallowedRow(cell, form))) brokenLine ??= line;
        if (brokenLine === null) rows.push({ line, cells });
        endLine = linesBefore + context.lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The broken row starts at the next line that is not empty.
    while ((lines[endLine] ?? '-').trim() === '') endLine += 1;
    brokenLine ??= endLine + 1;
  }
  return { rows, brokenLine };
}

/** Reads every readable row; after a broken line it continues with the next one. Accepts a BOM and any line ending. */
export function readCsvRows(text: string, form = USUAL_FORM): CsvRows {
  const lines = text.replace(/^\uFEFF/, '').split(LINE_BREAK);
  const result: CsvRows = { rows: [], brokenLines: [] };
  let linesBefore = 0;
  while (linesBefore < lines.length) {
    const { rows, brokenLine } = readUntilBroken(lines, linesBefore, form);
    result.rows.push(...rows);
    if (brokenLine === null) break;
    result.brokenLines.push(brokenLine);
    linesBefore = brokenLine;
  }
  return result;
}
