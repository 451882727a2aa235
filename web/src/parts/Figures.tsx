import type { ReactNode } from 'react';

export interface Figure {
  name: string;
  value: string;
  note?: ReactNode;
}

/** The main numbers of a page. */
export function Figures({ items }: { items: readonly Figure[] }) {
  return (
    <dl className="figures">
      {items.map(({ name, value, note }) => (
        <div key={name} className="figure">
          <dt>{name}</dt>
          <dd>
            {value}
            {note && <div className="note">{note}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
