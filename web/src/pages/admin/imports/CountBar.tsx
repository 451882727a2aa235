import type { CSSProperties } from 'react';
import type { Schemas } from '../../../api/client.js';
import { countText } from '../../../format/numbers.js';
import { Legend } from '../../../parts/Legend.js';

/** Parts of what was read, in the colours of the tokens. */
const PARTS = [
  { key: 'stored', text: 'stored', color: 'series-0' },
  { key: 'duplicate', text: 'duplicate', color: 'series-5' },
  { key: 'rejected', text: 'rejected', color: 'trouble' },
] as const;

/** Read = stored + duplicate + rejected, as one bar. */
export function CountBar({ progress }: { progress: Schemas['ImportProgressView'] }) {
  const { read } = progress;
  if (read === 0) return <p className="note">No event was read yet.</p>;
  const parts = PARTS.filter(({ key }) => progress[key] > 0);
  const sum = PARTS.map(({ key, text }) => `${countText(progress[key])} ${text}`).join(' + ');
  return (
    <div>
      <div className="count-bar" aria-hidden="true">
        {parts.map(({ key, color }) => (
          <span key={key} style={{ '--share': progress[key] / read, '--part': `var(--${color})` } as CSSProperties} />
        ))}
      </div>
      <p className="note">{`${countText(read)} read = ${sum}`}</p>
      <Legend items={parts.map(({ text, color }) => ({ text, color }))} />
    </div>
  );
}
