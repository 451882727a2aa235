import { getMetadataArgsStorage, type ObjectType } from 'typeorm';
import type { ColumnMetadataArgs } from 'typeorm/metadata-args/ColumnMetadataArgs.js';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import type { ColumnType } from '../export-table.js';
import type { TableColumn } from './table-dataset.js';

/** Exported names of properties, where they are not the same; null: not exported. */
type Names<Row> = { readonly [Property in keyof Row]?: string | null };

/**
 * The columns of an entity as columns of an export, in the order of their declaration, the primary key first. The name is that of
 * the property, the kind of value follows from the type of the column, and the meaning is the comment of the entity.
 */
export function entityColumns<Row extends object>(
  entity: ObjectType<Row>,
  alias: string,
  names: Names<Row> = {},
): TableColumn[] {
  return columnArgsOf(entity).flatMap(({ propertyName, options }) => {
    const name = names[propertyName as keyof Row];
    // columns of the program's own, which queries do not select either
    if (name === null || options.select === false) return [];
    const type = typeOf(propertyName, options.type as string);
    const sql = `${alias}.\`${options.name ?? propertyName}\``;
    return [
      {
        name: name ?? propertyName,
        type,
        nullable: options.nullable ?? false,
        of: 'row' as const,
        sql: type === 'instant' ? millisecondsSql(sql) : sql,
        meaning: { entity: entity, property: propertyName },
        isInFolder: true,
      },
    ];
  });
}

/** Some columns of an entity, in the given order. */
export function pickedColumns<Row extends object>(
  entity: ObjectType<Row>,
  alias: string,
  names: Readonly<Record<string, keyof Row & string>>,
): TableColumn[] {
  const all = new Map(entityColumns(entity, alias).map((column) => [column.name, column]));
  return Object.entries(names).map(([name, property]) => ({ ...all.get(property)!, name }));
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  bigint: 'integer',
  double: 'real',
  boolean: 'flag',
  date: 'date',
  datetime: 'instant',
  enum: 'code',
  char: 'code',
  json: 'json',
};

function typeOf(property: string, type: string): ColumnType {
  const known = TYPES[type];
  if (known === 'integer' && /Id$/.test(property)) return 'integer';
  if (known !== undefined) return known;
  if (type === 'varchar') return 'name';
  return /Id$/.test(property) ? 'id' : 'count';
}

/** Own columns, then inherited ones, each with the primary key first. */
function columnArgsOf(entity: ObjectType<object>): ColumnMetadataArgs[] {
  const found: ColumnMetadataArgs[] = [];
  for (let owner: unknown = entity; typeof owner === 'function'; owner = Object.getPrototypeOf(owner))
    found.push(...getMetadataArgsStorage().columns.filter(({ target }) => target === owner));
  return [...found.filter(({ options }) => options.primary), ...found.filter(({ options }) => !options.primary)];
}
