import { getMetadataArgsStorage, type ObjectType } from 'typeorm';
import type { ColumnMetadataArgs } from 'typeorm/metadata-args/ColumnMetadataArgs.js';

/** Column of a UUID. */
export const UUID = { type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' } as const;

/** Column of the public id of an import. */
export const IMPORT_ID = { type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' } as const;

/** The same engine, character set and collation on MySQL 8 and MariaDB 10.6+, regardless of the server's defaults. */
export const TABLE_OPTIONS = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci';

/** The SQL name of each column of an entity, by the entity's property. */
export type ColumnNames<Row> = { readonly [Property in keyof Row]-?: string };

/** The value of a column as raw SQL returns it: JSON, whose property is an object or unknown, as text. */
type RawValue<Value> = unknown extends Value
  ? string | null
  : Value extends Date | string | number | boolean | null
    ? Value
    : string;

/** A row of raw SQL that {@link selectList} selects. */
export type RawRow<Row, Property extends keyof Row = keyof Row> = { [P in Property]: RawValue<Row[P]> };

/**
 * The column names of an entity for raw SQL, such as `a.created_at` for the property `createdAt` and the alias `a`. A renamed
 * column changes the SQL by itself, and a renamed property no longer compiles.
 */
export function columnsOf<Row extends object>(entity: ObjectType<Row>, alias?: string): ColumnNames<Row> {
  const prefix = alias === undefined ? '' : `${alias}.`;
  return Object.fromEntries(
    columnsByProperty(entity).map(({ propertyName, options }) => [
      propertyName,
      `${prefix}${quoted(options.name ?? propertyName)}`,
    ]),
  ) as ColumnNames<Row>;
}

/**
 * The columns of a SELECT, each named as its property: `a.created_at AS createdAt`. 64-bit integers are selected as text,
 * which is the type of their property.
 */
export function selectList<Row extends object, Property extends keyof Row & string>(
  entity: ObjectType<Row>,
  properties: readonly Property[],
  alias?: string,
): string {
  const names = columnsOf(entity, alias);
  const types = new Map(columnsByProperty(entity).map(({ propertyName, options }) => [propertyName, options.type]));
  return properties
    .map((property) => {
      const name = types.get(property) === 'bigint' ? `CAST(${names[property]} AS CHAR)` : names[property];
      return `${name} AS ${quoted(property)}`;
    })
    .join(', ');
}

/** The name of an entity's table, quoted. */
export function tableOf(entity: ObjectType<object>): string {
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity);
  if (table?.name === undefined) throw new Error(`${entity.name} is not an entity with a table name`);
  return quoted(table.name);
}

function columnsByProperty(entity: ObjectType<object>): ColumnMetadataArgs[] {
  const classes = new Set<unknown>();
  for (let owner: unknown = entity; typeof owner === 'function'; owner = Object.getPrototypeOf(owner))
    classes.add(owner);
  return getMetadataArgsStorage().columns.filter(({ target }) => classes.has(target));
}

const quoted = (name: string): string => `\`${name}\``;
