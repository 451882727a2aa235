import { markdownTable } from '../../common/markdown-table.js';
import type { DescribedColumn, DescribedTable } from './described-tables.js';
import { exportsSection } from './described-exports.js';
import { needsUnit } from './units.js';

const HEAD = `# Data dictionary

Every table and column of the database. This page is generated from the entities and their comments in \`src/modules\`: after a change
there, run \`npm run docs:schema\`.

- Times (\`datetime\`) are UTC. \`datetime(3)\` has milliseconds, \`datetime\` whole seconds.
- A \`local date\` is a day by the clock of the park, from \`PARK_DAY_START\` to \`PARK_DAY_START\` of the next date.
- Prices are whole minor units of their currency. Example: \`price_minor\` 1250 with \`price_currency\` EUR is 12.50 euros, and 1250 with
  JPY is 1,250 yen.
- "in use" and "out of hours" are explained in [statistics](statistics.md). Example: a ride that posts 30 minutes for half an hour in use
  has \`wait_known_ms\` 1,800,000 and \`wait_minutes_ms\` 54,000,000; their quotient is the average of 30 minutes.
- Ids of the form \`…_id\` without an arrow refer to the table of their name without a foreign key: raw data and history outlive other
  rows.
- [Exports](#exports) has the columns of exported files.
- [Metrics that no column holds](#metrics-that-no-column-holds) defines what is derived from several rows.
- [Words](#words) lists the meaning of stored words. The table \`schema_migrations\` has the migrations that are applied.
`;

const CROWD_LEVEL = `## Metrics that no column holds

**Crowd level** (\`crowdLevel\` of \`/api/parks/:parkId/days\` and \`/api/rides/:rideId/days\`), 1 to 10: the percentile rank of the average
wait of a day among the days of the 365 days before it, in tenths.

- The average of a day is \`wait_minutes_ms / wait_known_ms\`. A day is known if it has one and at least half of \`scheduled_ms\` was observed
  (\`scheduled_observed_ms\`).
- Of the _n_ known days from 365 days before the day until the day before it, _b_ have a smaller average and _e_ an equal one. The level
  is ⌊10 (_b_ + _e_ / 2) / _n_⌋ + 1, and at most 10. It is null for a day that is not known or not over, and if _n_ is less than 30.

For example, 40 known days have the averages 10, 11, … 49, and the next day has 29.5: 20 of 40 days are below, so the level is
⌊10 × 20 / 40⌋ + 1 = 6. The same from the tables:

\`\`\`sql
SELECT LEAST(10, FLOOR(10 * SUM(CASE WHEN b.wait < d.wait THEN 1 WHEN b.wait = d.wait THEN 0.5 ELSE 0 END) / COUNT(*)) + 1) AS crowd_level
  FROM (SELECT stat_date, wait_minutes_ms / wait_known_ms AS wait FROM park_daily_stats
         WHERE park_id = 7 AND stat_date = '2024-07-04' AND wait_known_ms > 0
           AND scheduled_ms > 0 AND scheduled_observed_ms * 2 >= scheduled_ms) d
  JOIN (SELECT stat_date, wait_minutes_ms / wait_known_ms AS wait FROM park_daily_stats
         WHERE park_id = 7 AND wait_known_ms > 0 AND scheduled_ms > 0 AND scheduled_observed_ms * 2 >= scheduled_ms) b
    ON b.stat_date >= d.stat_date - INTERVAL 365 DAY AND b.stat_date < d.stat_date
HAVING COUNT(*) >= 30;
\`\`\`
`;

/** What the comments lack: meanings of tables, columns and words, and units of numbers. Empty when all is described. */
export function undescribed(tables: readonly DescribedTable[]): string[] {
  const meanings = wordGroups(tables);
  const problems = tables.flatMap(({ name: table, meaning, columns }) => [
    ...(meaning === '' ? [`${table}: no meaning`] : []),
    ...columns.flatMap((column) => {
      const where = `${table}.${column.name}`;
      return [
        ...(column.meaning === '' ? [`${where}: no meaning`] : []),
        ...(column.unit === '' && needsUnit(column.name, column.type) ? [`${where}: no unit`] : []),
        ...unknownWords(column).map((word) => `${where}: describes ${word}, which it cannot hold`),
      ];
    }),
  ]);
  const words = meanings.flatMap(({ columns, words: group }) =>
    [...group].flatMap(([word, meaning]) => (meaning === '' ? [`${columns[0]}: no meaning of ${word}`] : [])),
  );
  return [...problems, ...words];
}

function unknownWords({ enumWords, words }: DescribedColumn): string[] {
  return enumWords === null ? [] : [...words.keys()].filter((word) => !enumWords.includes(word));
}

/** The text of docs/data-dictionary.md. */
export function dataDictionary(tables: readonly DescribedTable[]): string {
  const modules = [...new Set(tables.map(({ module }) => module))].sort();
  const sections = modules.map((module) => {
    const own = tables.filter((table) => table.module === module);
    return [`## Module ${module}`, ...own.map(tableSection)].join('\n\n');
  });
  const contents = modules.map((module) => {
    const names = tables.filter((table) => table.module === module).map(({ name }) => `[\`${name}\`](#${name})`);
    return [`[${module}](#module-${module})`, names.join(', ')];
  });
  const index = markdownTable(['module', 'tables'], contents);
  return `${[HEAD, index, '', ...sections.map((text) => `${text}\n`), exportsSection(tables), CROWD_LEVEL, wordsSection(tables)].join('\n')}\n`;
}

function tableSection({ name, meaning, columns, indexes }: DescribedTable): string {
  const rows = columns.map((column) => [
    `\`${column.name}\``,
    `${column.type}${column.isNullable ? ', null' : ''}`,
    keyOf(column),
    column.unit,
    escaped(column.meaning),
  ]);
  const lines = indexes.map((index) => {
    const list = index.columns.map((column) => `\`${column}\``).join(', ');
    return `- \`${index.name}\`${index.isUnique ? ', unique' : ''}: ${list}`;
  });
  const table = markdownTable(['column', 'type', 'key', 'unit', 'meaning'], rows);
  return [`### ${name}`, meaning, table, ...(lines.length > 0 ? [`Indexes:\n\n${lines.join('\n')}`] : [])].join('\n\n');
}

function keyOf({ isPrimary, isGenerated, refersTo }: DescribedColumn): string {
  const primary = isPrimary ? `primary${isGenerated ? ', auto-increment' : ''}` : '';
  return [primary, refersTo === null ? '' : `→ \`${refersTo}\``].filter((part) => part !== '').join(', ');
}

interface WordGroup {
  /** As `table.column`. */
  columns: string[];
  words: Map<string, string>;
}

/** Columns that hold the same words share their meanings, so that one comment describes them. */
function wordGroups(tables: readonly DescribedTable[]): WordGroup[] {
  const groups = new Map<string, WordGroup>();
  for (const { name: table, columns } of tables) {
    for (const { name, enumWords, words } of columns) {
      const all = enumWords ?? [...words.keys()];
      if (all.length === 0) continue;
      const key = all.join();
      const group = groups.get(key) ?? { columns: [], words: new Map(all.map((word) => [word, ''])) };
      group.columns.push(`${table}.${name}`);
      for (const [word, meaning] of words) if (group.words.get(word) === '') group.words.set(word, meaning);
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

function wordsSection(tables: readonly DescribedTable[]): string {
  const groups = wordGroups(tables).map(({ columns, words }) => {
    const rows = [...words].map(([word, meaning]) => [`\`${word}\``, escaped(meaning)]);
    return [columns.map((column) => `\`${column}\``).join(', ') + ':', markdownTable(['word', 'meaning'], rows)].join(
      '\n\n',
    );
  });
  return ['## Words', ...groups].join('\n\n');
}

const escaped = (text: string): string => text.replace(/\|/g, '\\|');
