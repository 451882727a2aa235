import type { BackupColumn, BackupTable, ColumnEncoding } from './manifest.js';

/**
 * A row as a line of text: fields separated by tabs, `\N` for NULL; in texts, backslash, tab and line feed are written as `\\`,
 * `\t` and `\n`. The server makes the lines, so that no row passes through the driver as values.
 */

const BYTES: ReadonlySet<string> = new Set([
  'binary',
  'varbinary',
  'tinyblob',
  'blob',
  'mediumblob',
  'longblob',
  'bit',
]);
const TEXTS: ReadonlySet<string> = new Set([
  'char',
  'varchar',
  'tinytext',
  'text',
  'mediumtext',
  'longtext',
  'json',
  'enum',
  'set',
]);

/** @param dataType as information_schema names it */
export function encodingOf(dataType: string): ColumnEncoding {
  if (BYTES.has(dataType)) return 'hex';
  return TEXTS.has(dataType) ? 'text' : 'plain';
}

/** SQL of the line of a row; NULL if it would be longer than the server's max_allowed_packet. */
export function lineSql(columns: readonly BackupColumn[]): string {
  return `CONCAT_WS('\\t', ${columns.map((column) => `COALESCE(${fieldSql(column)}, '\\\\N')`).join(', ')})`;
}

function fieldSql({ name, encoding }: BackupColumn): string {
  if (encoding === 'hex') return `HEX(\`${name}\`)`;
  if (encoding === 'plain') return `CAST(\`${name}\` AS CHAR)`;
  // of one collation, whatever the columns have
  const text = `CONVERT(\`${name}\` USING utf8mb4) COLLATE utf8mb4_bin`;
  return `REPLACE(REPLACE(REPLACE(${text}, '\\\\', '\\\\\\\\'), '\\t', '\\\\t'), '\\n', '\\\\n')`;
}

/** SQL of the number of rows, and of a checksum that is equal for equal rows. */
export function fingerprintSql(columns: readonly BackupColumn[]): string {
  const sum = `CRC32(${lineSql(columns)})`;
  // MySQL takes the bits for a binary text, and the driver would return bytes.
  const bits = `CAST(BIT_XOR(${sum}) AS CHAR)`;
  return `COUNT(*) AS \`rows\`, CONCAT(COALESCE(SUM(${sum}), 0), '-', ${bits}) AS fingerprint`;
}

/** Values of enum columns by the name of the column, in the order of their declaration. */
export type EnumValues = ReadonlyMap<string, readonly string[]>;

/** SQL for the rows after the one of this line, in the order of the key. */
export function afterSql(
  { columns, key }: Pick<BackupTable, 'columns' | 'key'>,
  line: string,
  enumValues: EnumValues,
): string {
  const fields = line.split('\t');
  const last = key.map((name) => {
    const at = columns.findIndex((column) => column.name === name);
    const literal = fieldLiteral(columns[at]!.encoding, fields[at]!);
    const values = enumValues.get(name);
    // The server sorts an enum by the number of its value, but compares it with a text as a text.
    return { name, literal, inOrder: values === undefined ? literal : String(values.indexOf(fields[at]!) + 1) };
  });
  // A row comparison, (a, b) > (1, 2), would not use the index on every server.
  const alternatives = last.map(({ name, inOrder }, at) =>
    [...last.slice(0, at).map((prefix) => `\`${prefix.name}\` = ${prefix.literal}`), `\`${name}\` > ${inOrder}`].join(
      ' AND ',
    ),
  );
  return alternatives
    .reverse()
    .map((alternative) => `(${alternative})`)
    .join(' OR ');
}

/** `(1, 'text', x'00ff', NULL)` for an INSERT. */
export function valuesSql(columns: readonly BackupColumn[], line: string): string {
  const fields = line.split('\t');
  if (fields.length !== columns.length) {
    throw new Error(`a row has ${fields.length} fields instead of ${columns.length}`);
  }
  return `(${fields.map((field, at) => fieldLiteral(columns[at]!.encoding, field)).join(', ')})`;
}

function fieldLiteral(encoding: ColumnEncoding, field: string): string {
  if (field === '\\N') return 'NULL';
  if (encoding === 'hex') return `x'${field}'`;
  // The escapes of a text are those of an SQL literal, except for the quote.
  return `'${field.replaceAll("'", "''")}'`;
}
