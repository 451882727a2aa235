import { type CsvForm, readCsvRows } from '../../common/reading/csv-rows.js';
import { UUID_PATTERN } from '../../common/reading/field-readers.js';
import { ENTITY_TYPES, type EntityType } from '../catalog/entity-types.js';

const COLUMNS = [
  'park',
  'own_id',
  'name',
  'themeparks_wiki_id',
  'latitude',
  'longitude',
  'entity_type',
  'internal_id',
  'destination',
  'park_name',
  'timezone',
] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Readonly<Record<Column, string>>;

const REQUIRED = ['park', 'own_id', 'name'] as const satisfies readonly Column[];

/** Other common names of the columns, in the form of {@link columnName}. */
const ALIASES: Readonly<Record<string, Column>> = {
  park_id: 'park',
  id: 'own_id',
  external_id: 'own_id',
  ride_id: 'own_id',
  ride_name: 'name',
  uuid: 'themeparks_wiki_id',
  lat: 'latitude',
  lon: 'longitude',
  lng: 'longitude',
  type: 'entity_type',
};

/** Types of entities inside parks. */
const RIDE_TYPES: readonly EntityType[] = ENTITY_TYPES.filter((type) => type !== 'PARK' && type !== 'DESTINATION');

/** A ride of a stranger's catalogue. */
export interface CatalogLine {
  /** Line of the file, from 1. */
  line: number;
  /** Internal id, UUID, slug or name of the park. */
  park: string;
  ownId: string;
  name: string;
  /** Lower-case UUID; null: not given. */
  themeparksWikiId: string | null;
  position: { latitude: number; longitude: number } | null;
  entityType: EntityType | null;
  /** The operator's id, as events of the archive have it; null: not given. */
  internalId: string | null;
  /** UUID of the destination, for a park that is unknown; null: not given. */
  destination: string | null;
  parkName: string | null;
  timezone: string | null;
}

export interface CatalogProblem {
  /** Line of the file, from 1. */
  line: number;
  message: string;
}

export interface ParsedCatalog {
  lines: CatalogLine[];
  /** Lines that cannot be used, in order. */
  problems: CatalogProblem[];
  /** Values that cannot be used, of any lines. */
  warnings: CatalogProblem[];
  /** Lines with the data of a ride, readable or not. */
  total: number;
}

const MAX_TEXT = 255;

/** Thrown for a value that makes its line unusable, because nothing else identifies the ride. */
class InvalidLine extends Error {}

/** Thrown for a value that describes the ride: only the value is left out. */
class InvalidValue extends Error {}

/**
 * Reads a CSV with the rides of a catalogue: a header with `park`, `own_id` and `name`, and optional columns, in any order; other
 * columns are ignored. Separated by commas, semicolons or tabs. Never throws for the content of the file: a bad line is reported, and
 * all others still count. A bad position or type is reported, and costs only itself.
 */
export function parseCatalogCsv(text: string): ParsedCatalog {
  const { rows, brokenLines } = readCsvRows(text, formOf(text));
  const problems: CatalogProblem[] = brokenLines.map((line) => ({ line, message: 'A quote is not closed' }));
  const [headerRow, ...dataRows] = rows;
  if (headerRow === undefined) return unusable({ line: 1, message: 'The file is empty' }, 0);
  const header = headerRow.cells.map(columnName);
  const missing = REQUIRED.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const message = `The header has no column ${missing.join(', ')}. Required: ${REQUIRED.join(', ')}`;
    return unusable({ line: headerRow.line, message }, dataRows.length);
  }
  const lines: CatalogLine[] = [];
  const warnings: CatalogProblem[] = [];
  for (const { line, cells } of dataRows) {
    try {
      if (cells.slice(header.length).some((cell) => cell !== ''))
        throw new InvalidLine(`${cells.length} values for ${header.length} columns`);
      lines.push(lineOf(cellsOf(header, cells), line, warnings));
    } catch (error) {
      if (!(error instanceof InvalidLine)) throw error;
      problems.push({ line, message: error.message });
    }
  }
  const settled = withoutRepeatedIds(lines);
  problems.push(...settled.problems);
  return {
    lines: settled.lines,
    problems: problems.sort((one, other) => one.line - other.line),
    warnings,
    total: dataRows.length + brokenLines.length,
  };
}

const unusable = (problem: CatalogProblem, total: number): ParsedCatalog => ({
  lines: [],
  problems: [problem],
  warnings: [],
  total,
});

/** The separator that the first line has most often. */
function formOf(text: string): CsvForm {
  const header = /^[^\r\n]*/.exec(text.replace(/^\uFEFF?[\r\n]*/, ''))![0];
  const [delimiter] = [',', ';', '\t'].sort((a, b) => header.split(b).length - header.split(a).length);
  return { delimiter: delimiter!, hasMultilineValues: false };
}

/** `Own ID`, `ownId` and `own-id` are `own_id`. */
function columnName(cell: string): string {
  const name = cell
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z]+/g, '_')
    .replace(/^_|_$/g, '');
  return ALIASES[name] ?? name;
}

function cellsOf(header: readonly string[], values: readonly string[]): Cells {
  return Object.fromEntries(COLUMNS.map((column) => [column, values[header.indexOf(column)] ?? ''])) as Record<
    Column,
    string
  >;
}

function lineOf(cells: Cells, line: number, warnings: CatalogProblem[]): CatalogLine {
  for (const column of REQUIRED) if (cells[column] === '') throw new InvalidLine(`${column} is empty`);
  const long = COLUMNS.find((column) => [...cells[column]].length > MAX_TEXT);
  if (long !== undefined) throw new InvalidLine(`${long} has more than ${MAX_TEXT} characters`);
  const usable = <T>(read: () => T | null): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      warnings.push({ line, message: error.message });
      return null;
    }
  };
  return {
    line,
    park: cells.park,
    ownId: cells.own_id,
    name: cells.name,
    themeparksWikiId: uuidOf(cells, 'themeparks_wiki_id'),
    position: usable(() => positionOf(cells)),
    entityType: usable(() => typeOf(cells.entity_type)),
    internalId: cells.internal_id || null,
    destination: uuidOf(cells, 'destination'),
    parkName: cells.park_name || null,
    timezone: cells.timezone || null,
  };
}

function uuidOf(cells: Cells, column: Column): string | null {
  const text = cells[column].toLowerCase();
  if (text === '') return null;
  if (!UUID_PATTERN.test(text)) throw new InvalidLine(`${column} "${cells[column]}" is not a UUID`);
  return text;
}

/** Begins the warning about a position. */
export const NO_POSITION = 'The position is not used';

function positionOf({ latitude, longitude }: Cells): CatalogLine['position'] {
  if (latitude === '' && longitude === '') return null;
  if (latitude === '' || longitude === '')
    throw new InvalidValue(`${NO_POSITION}: latitude and longitude are only given together`);
  return { latitude: degreesOf('latitude', latitude, 90), longitude: degreesOf('longitude', longitude, 180) };
}

/** With a decimal point or, as spreadsheets write it in many countries, a decimal comma. */
function degreesOf(column: Column, text: string, limit: number): number {
  const degrees = /^[+-]?\d{1,3}([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : NaN;
  if (Math.abs(degrees) <= limit) return degrees;
  throw new InvalidValue(`${NO_POSITION}: ${column} "${text}" is not a number from -${limit} to ${limit}`);
}

function typeOf(text: string): EntityType | null {
  if (text === '') return null;
  const type = RIDE_TYPES.find((one) => one === text.toUpperCase());
  if (type === undefined) throw new InvalidValue(`The type is not used: "${text}" is none of ${RIDE_TYPES.join(', ')}`);
  return type;
}

/** If several lines have the same own id or UUID, the first counts. */
function withoutRepeatedIds(all: readonly CatalogLine[]): Pick<ParsedCatalog, 'lines' | 'problems'> {
  const lineOfId = new Map<string, number>();
  const lines: CatalogLine[] = [];
  const problems: CatalogProblem[] = [];
  for (const one of all) {
    const keys = [`own_id ${one.ownId}`, ...(one.themeparksWikiId === null ? [] : [`UUID ${one.themeparksWikiId}`])];
    const repeated = keys.find((key) => lineOfId.has(key));
    if (repeated !== undefined) {
      problems.push({ line: one.line, message: `${repeated} is on line ${lineOfId.get(repeated)} already` });
      continue;
    }
    for (const key of keys) lineOfId.set(key, one.line);
    lines.push(one);
  }
  return { lines, problems };
}
