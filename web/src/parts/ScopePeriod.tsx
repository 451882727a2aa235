import { PERIOD_TEXT, type PeriodName, PERIODS, type PeriodSearch, type Scope } from '../periods.js';
import { Choice } from './Choice.js';
import { lastDays, PeriodFields } from './PeriodFields.js';
import { useToday } from './use-now.js';

interface ScopePeriodProps {
  search: PeriodSearch;
  onChange: (changed: PeriodSearch) => void;
}

const DEFAULT_DAYS = 90;

/** Rides or parks, and over which days. */
export function ScopePeriod({ search, onChange }: ScopePeriodProps) {
  const today = useToday(null);
  const { scope = 'rides', period = 'last_7d' } = search;
  const chosen = { ...lastDays(DEFAULT_DAYS, today), ...definedDays(search) };
  const choosePeriod = (name: PeriodName) =>
    onChange(name === 'custom' ? { period: name, ...chosen } : { period: name });
  return (
    <div className="controls">
      <Choice<Scope>
        label="Rides or parks"
        value={scope}
        onChange={(value) => onChange({ scope: value })}
        options={[
          { value: 'rides', text: 'Rides' },
          { value: 'parks', text: 'Parks' },
        ]}
      />
      <select
        className="select"
        aria-label="Period"
        value={period}
        onChange={(event) => choosePeriod(event.target.value as PeriodName)}
      >
        {PERIODS.map((name) => (
          <option key={name} value={name}>
            {PERIOD_TEXT[name]}
          </option>
        ))}
      </select>
      {period === 'custom' && <PeriodFields period={chosen} today={today} presets={[]} onChange={onChange} />}
    </div>
  );
}

function definedDays({ from, to }: PeriodSearch) {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
