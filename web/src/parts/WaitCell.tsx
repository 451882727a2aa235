import type { CSSProperties } from 'react';
import { waitText } from '../format/numbers.js';
import { waitLevel } from './wait-scale.js';

/** A wait with a bar in the colour of the scale; the number has the same value. */
export function WaitCell({ waitMinutes, longest }: { waitMinutes: number | null; longest: number }) {
  if (waitMinutes === null) return <span className="note">–</span>;
  const style = {
    '--share': longest === 0 ? 0 : waitMinutes / longest,
    '--level': `var(--wait-${waitLevel(waitMinutes)})`,
  } as CSSProperties;
  return (
    <span className="wait-cell" style={style}>
      <span className="wait-cell-bar" aria-hidden="true" />
      <span>{waitText(waitMinutes)}</span>
    </span>
  );
}
