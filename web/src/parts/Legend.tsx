import type { CSSProperties } from 'react';

export interface LegendItem {
  text: string;
  /** A colour of the tokens; none: hatched. */
  color: string | null;
  isLine?: boolean;
  isDashed?: boolean;
}

export function Legend({ items }: { items: readonly LegendItem[] }) {
  return (
    <ul className="legend" aria-label="Legend">
      {items.map(({ text, color, isLine, isDashed }) => (
        <li key={text}>
          <span
            className={`swatch ${isLine ? 'swatch-line' : ''} ${isDashed ? 'swatch-dashed' : ''} ${color === null ? 'swatch-hatched' : ''}`}
            style={color === null ? undefined : ({ '--swatch': `var(--${color})` } as CSSProperties)}
            aria-hidden="true"
          />
          {text}
        </li>
      ))}
    </ul>
  );
}
