import { getMetadataArgsStorage } from 'typeorm';
import type { ClassComments, Comment } from './entity-comments.js';
import { unitOf } from './units.js';

/** A column as the data dictionary lists it. */
export interface DescribedColumn {
  name: string;
  type: string;
  isNullable: boolean;
  isPrimary: boolean;
  isGenerated: boolean;
  /** Table that a foreign key refers to; null without one. */
  refersTo: string | null;
  /** Empty for keys, text and whatever else has no unit. */
  unit: string;
  meaning: string;
  /** Words that the column may hold; null unless the column is an enum. */
  enumWords: readonly string[] | null;
  /** Meanings from the column's own comment. */
  words: ReadonlyMap<string, string>;
}

export interface DescribedTable {
  name: string;
  module: string;
  meaning: string;
  columns: DescribedColumn[];
  indexes: { name: string; columns: string[]; isUnique: boolean }[];
}

type EntityClass = abstract new () => unknown;
type ColumnArgs = ReturnType<typeof getMetadataArgsStorage>['columns'][number];

const NO_COMMENT: Comment = { text: '', unit: null, words: new Map() };

/** The tables of the entities, with the comments of their classes. Columns are in the order of the declarations. */
export function describeTables(
  entities: readonly EntityClass[],
  comments: ReadonlyMap<string, ClassComments>,
): DescribedTable[] {
  return entities.map((entity) => {
    const own = comments.get(entity.name);
    const columns = columnsOf(entity);
    return {
      name: tableNameOf(entity),
      module: own?.file.split('/')[0] ?? '',
      meaning: own?.comment.text ?? '',
      columns: columns.map((column) => describeColumn(entity, column, comments)),
      indexes: getMetadataArgsStorage()
        .filterIndices(lineOf(entity))
        .map(({ name, columns: properties, unique }) => ({
          name: name ?? '',
          columns: (properties as string[]).map((property) =>
            nameOf(columns.find((one) => one.propertyName === property)!),
          ),
          isUnique: unique ?? false,
        })),
    };
  });
}

/** The class and those that it extends. */
function lineOf(entity: EntityClass): EntityClass[] {
  const parent = Object.getPrototypeOf(entity) as EntityClass;
  return parent === Function.prototype ? [entity] : [entity, ...lineOf(parent)];
}

/** Inherited columns come after those of the class, as TypeORM creates them. */
function columnsOf(entity: EntityClass): ColumnArgs[] {
  const columns = getMetadataArgsStorage().columns;
  const found = lineOf(entity).flatMap((target) => columns.filter((column) => column.target === target));
  return [...found.filter(({ options }) => options.primary), ...found.filter(({ options }) => !options.primary)];
}

const nameOf = ({ options, propertyName }: ColumnArgs): string => options.name ?? propertyName;

function tableNameOf(entity: EntityClass): string {
  return getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name ?? entity.name;
}

function describeColumn(
  entity: EntityClass,
  column: ColumnArgs,
  comments: ReadonlyMap<string, ClassComments>,
): DescribedColumn {
  const { options, propertyName } = column;
  const storage = getMetadataArgsStorage();
  const line = lineOf(entity);
  const comment = comments.get((column.target as EntityClass).name)?.properties.get(propertyName) ?? NO_COMMENT;
  const key = storage.filterForeignKeys(line).find((one) => one.propertyName === propertyName);
  const isPrimary = options.primary ?? false;
  return {
    name: nameOf(column),
    type: typeOf(column),
    isNullable: options.nullable ?? false,
    isPrimary,
    isGenerated: storage.findGenerated(column.target, propertyName) !== undefined,
    refersTo: key === undefined ? null : tableNameOf((key.type as () => EntityClass)()),
    unit: comment.unit ?? unitOf(nameOf(column), options.type as string) ?? '',
    meaning: comment.text,
    enumWords: options.type === 'enum' ? (options.enum as string[]) : null,
    words: comment.words,
  };
}

function typeOf({ options: { type, length, precision, unsigned } }: ColumnArgs): string {
  const size = length ?? precision;
  return `${String(type)}${size === undefined || size === null ? '' : `(${size})`}${unsigned ? ' unsigned' : ''}`;
}
