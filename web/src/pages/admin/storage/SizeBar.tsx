import type { CSSProperties } from 'react';

/** A size with a bar; the text has the same value. `share`: of the longest bar, 0 to 1. */
export function SizeBar({ share, text }: { share: number; text: string }) {
  const style = { '--share': share, '--level': 'var(--accent)' } as CSSProperties;
  return (
    <span className="wait-cell" style={style}>
      <span className="wait-cell-bar" aria-hidden="true" />
      <span>{text}</span>
    </span>
  );
}
