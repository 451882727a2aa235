import { Choice } from '../../parts/Choice.js';
import type { Order } from '../../periods.js';
import { RANKED_BY, RANKED_METRICS, type RankedBy } from './ranked-by.js';

interface RankedByFieldsProps {
  by: RankedBy;
  order: Order;
  onChange: (changed: { by?: RankedBy; order?: Order }) => void;
}

/** The metric to rank by, and which end of it comes first. */
export function RankedByFields({ by, order, onChange }: RankedByFieldsProps) {
  return (
    <>
      <select
        className="select"
        aria-label="Ranked by"
        value={by}
        onChange={(event) => onChange({ by: event.target.value as RankedBy })}
      >
        {RANKED_BY.map((word) => (
          <option key={word} value={word}>
            {RANKED_METRICS[word].name}
          </option>
        ))}
      </select>
      <Choice<Order>
        label="Order"
        value={order}
        onChange={(value) => onChange({ order: value })}
        options={[
          { value: 'desc', text: 'Greatest first' },
          { value: 'asc', text: 'Smallest first' },
        ]}
      />
    </>
  );
}
