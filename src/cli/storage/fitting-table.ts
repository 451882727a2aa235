import Table from 'cli-table3';

type Align = 'left' | 'right';

export interface FittingTable {
  /** The first column names the row; names are to the left, all else as said. */
  head: string[];
  aligns: Align[];
  rows: string[][];
}

/** A table without colour, or, where that is wider than the terminal, each row as its name and a line a value. */
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
