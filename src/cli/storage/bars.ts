const FULL = '█';
const EMPTY = '·';
/** Bars in eighths of a character. */
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A bar of `width` characters, filled to `share` (from 0 to 1; larger values count as 1). */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const filled = FULL.repeat(Math.floor(eighths / 8)) + PARTS[eighths % 8]!;
  return filled + EMPTY.repeat(width - filled.length);
}

export interface ChartLine {
  label: string;
  value: number;
  /** Printed after the bar. */
  text: string;
}

const MIN_BAR = 10;

/** Horizontal bars on one scale, no wider than `columns`. Every bar shows the value `mark` as `|`. */
export function chart(lines: readonly ChartLine[], columns: number, mark: number | null = null): string {
  const labelWidth = Math.max(...lines.map(({ label }) => label.length));
  const textWidth = Math.max(...lines.map(({ text }) => text.length));
  const width = Math.max(MIN_BAR, columns - labelWidth - textWidth - 4);
  const top = Math.max(1, ...lines.map(({ value }) => value), mark ?? 0);
  return lines
    .map(({ label, value, text }) => {
      const drawn = withMark(bar(value / top, width), mark === null ? null : mark / top);
      return `${label.padEnd(labelWidth)}  ${drawn}  ${text}`;
    })
    .join('\n');
}

function withMark(drawn: string, share: number | null): string {
  if (share === null) return drawn;
  const at = Math.min(drawn.length - 1, Math.floor(share * drawn.length));
  return `${drawn.slice(0, at)}|${drawn.slice(at + 1)}`;
}
