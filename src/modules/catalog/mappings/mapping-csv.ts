import { readCsvRows } from '../../../common/reading/csv-rows.js';
import { UUID_PATTERN } from '../../../common/reading/field-readers.js';
import { normaliseName } from '../id-matching/name-normaliser.js';

export type ManualTarget =
  | {
      kind: 'RIDE_ID';
      rideId: number;
      /** Further facts about the ride in the row; they must be correct. */
      parkId?: number;
      rideName?: string;
    }
  | { kind: 'RIDE_NAME'; parkId: number; rideName: string }
  | { kind: 'OWN_ID'; source: string; ownId: string };

export interface ManualMapping {
  /** Lower-case UUID. */
  themeparksWikiId: string;
  target: ManualTarget;
  /** Line of the file, from 1. */
  line: number;
}

export interface MappingProblem {
  /** Line of the file, from 1. */
  line: number;
  message: string;
}

export interface ParsedMappings {
  mappings: ManualMapping[];
  /** Ordered by line. */
  problems: MappingProblem[];
}

interface Cells {
  themeparksWikiId: string;
  rideId: string;
  parkId: string;
  rideName: string;
  ownId: string;
  source: string;
}

/** The source of own ids in a file without the column `source`. */
const OWN_SOURCE = 'OWN';

/** The problem with the header; null: none. */
function headerProblem(header: readonly string[]): string | null {
  if (!header.includes('themeparks_wiki_id')) return 'The header has no column themeparks_wiki_id';
  const hasName = header.includes('park_id') && header.includes('ride_name');
  if (header.includes('ride_id') || header.includes('own_id') || hasName) return null;
  return 'The header has neither the column ride_id, nor own_id, nor both park_id and ride_name';
}

function cellsOf(header: readonly string[], values: readonly string[]): Cells {
  const valueOf = (column: string): string => values[header.indexOf(column)] ?? '';
  return {
    themeparksWikiId: valueOf('themeparks_wiki_id'),
    rideId: valueOf('ride_id'),
    parkId: valueOf('park_id'),
    rideName: valueOf('ride_name'),
    ownId: valueOf('own_id'),
    source: valueOf('source'),
  };
}

function positiveInteger(text: string): number | null {
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** The target, or the problem with it. `ride_id` takes precedence; the other columns must agree with it. */
function targetOf({ rideId: rideIdText, parkId: parkIdText, rideName, ownId, source }: Cells): ManualTarget | string {
  const parkId = positiveInteger(parkIdText);
  if (parkId === null && parkIdText !== '' && (rideIdText !== '' || rideName !== '')) {
    return `park_id "${parkIdText}" is not a positive integer`;
  }
  if (rideIdText !== '') {
    const rideId = positiveInteger(rideIdText);
    if (rideId === null) return `ride_id "${rideIdText}" is not a positive integer`;
    return {
      kind: 'RIDE_ID',
      rideId,
      ...(parkId === null ? {} : { parkId }),
      ...(rideName === '' ? {} : { rideName }),
    };
  }
  if (ownId !== '') return { kind: 'OWN_ID', source: source === '' ? OWN_SOURCE : source, ownId };
  if (parkId === null || rideName === '') {
    return 'Either ride_id, or own_id, or both park_id and ride_name, are required';
  }
  return { kind: 'RIDE_NAME', parkId, rideName };
}

/** The mapping, or the problem with it. */
function mappingOf(cells: Cells, line: number): ManualMapping | string {
  const themeparksWikiId = cells.themeparksWikiId.toLowerCase();
  if (!UUID_PATTERN.test(themeparksWikiId)) return `themeparks_wiki_id "${cells.themeparksWikiId}" is not a UUID`;
  const target = targetOf(cells);
  return typeof target === 'string' ? target : { themeparksWikiId, target, line };
}

function keyOf({ target }: ManualMapping): string {
  if (target.kind === 'RIDE_ID') return `ride ${target.rideId}`;
  if (target.kind === 'OWN_ID') return `${target.source} ${target.ownId}`;
  return `park ${target.parkId}: ${normaliseName(target.rideName)}`;
}

function groupByUuid(mappings: readonly ManualMapping[]): ManualMapping[][] {
  const groups = new Map<string, ManualMapping[]>();
  for (const mapping of mappings) {
    groups.set(mapping.themeparksWikiId, [...(groups.get(mapping.themeparksWikiId) ?? []), mapping]);
  }
  return [...groups.values()];
}

/** Rows with the same ride id may state different facts about the ride: then each is checked. */
function isRepetition(one: ManualMapping, other: ManualMapping): boolean {
  if (one.target.kind !== 'RIDE_ID' || other.target.kind !== 'RIDE_ID') return true;
  return one.target.parkId === other.target.parkId && one.target.rideName === other.target.rideName;
}

/** Repeated rows count once. A UUID with several targets is rejected as ambiguous. */
function settleDuplicates(all: readonly ManualMapping[]): ParsedMappings {
  const settled: ParsedMappings = { mappings: [], problems: [] };
  for (const group of groupByUuid(all)) {
    const [first, ...others] = group;
    if (first === undefined) continue;
    const conflict = others.find((mapping) => keyOf(mapping) !== keyOf(first));
    if (conflict === undefined) {
      settled.mappings.push(first, ...others.filter((other) => !isRepetition(first, other)));
      continue;
    }
    const lines = group.map((mapping) => mapping.line).join(', ');
    const message = `themeparks_wiki_id ${first.themeparksWikiId} has different targets on lines ${lines}: none is used`;
    settled.problems.push({ line: conflict.line, message });
  }
  return settled;
}

/**
 * Reads a CSV of manual mappings: a header with `themeparks_wiki_id` and either `ride_id`, or `own_id` (an id of an imported
 * catalogue, with its name in `source`), or `park_id` and `ride_name` (internal ids), in any order; other columns are ignored. Never throws for the content of the file: an invalid row is
 * reported as a problem of its line, and every other row still counts.
 */
export function parseMappingCsv(text: string): ParsedMappings {
  const { rows, brokenLines } = readCsvRows(text);
  const [headerRow, ...dataRows] = rows;
  const problems: MappingProblem[] = brokenLines.map((line) => ({
    line,
    message: 'A quote is opened but never closed',
  }));
  if (headerRow === undefined)
    return { mappings: [], problems: [...problems, { line: 1, message: 'The file is empty' }] };
  const header = headerRow.cells.map((cell) => cell.toLowerCase());
  const missing = headerProblem(header);
  if (missing !== null) return { mappings: [], problems: [{ line: headerRow.line, message: missing }] };

  const mappings: ManualMapping[] = [];
  for (const { line, cells } of dataRows) {
    const mapping = mappingOf(cellsOf(header, cells), line);
    if (typeof mapping === 'string') problems.push({ line, message: mapping });
    else mappings.push(mapping);
  }
  const settled = settleDuplicates(mappings);
  problems.push(...settled.problems);
  return { mappings: settled.mappings, problems: problems.sort((one, other) => one.line - other.line) };
}
