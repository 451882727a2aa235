import Table from 'cli-table3';

type Align = 'left' | 'right';

export interface FittingTable {
  /** The first column has the name of the row and is left-aligned; the others are aligned as given. */
  head: string[];
  aligns: Align[];
  rows: string[][];
}

/** A table without colour. If it is wider than the terminal, each row becomes its name and one line per value. */
export function fittingTable({ head, aligns, rows }: FittingTable, columns: number): string {
  const table = new Table({ head, colAligns: aligns, style: { head: [], border: [], compact: true } });
  table.push(...rows);
  const drawn = table.toString();
  if (drawn.split('\n').every((line) => line.length <= columns)) return drawn;
  const labelWidth = Math.max(...head.slice(1).map((label) => label.length));
  return rows
    .map(([name, ...values]) =>
      [name, ...values.map((value, index) => `  ${head[index + 1]!.padEnd(labelWidth)}  ${value}`)].join('\n'),
    )
    .join('\n');
}
