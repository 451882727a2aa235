import { PERIOD_TEXT, type PeriodName, PERIODS, type PeriodSearch, type Scope } from '../periods.js';
import { Choice } from './Choice.js';
import { lastDays, type Period } from './period.js';
import { PeriodFields } from './PeriodFields.js';
import { useToday } from './use-clock.js';

interface ScopePeriodProps {
  search: PeriodSearch;
  onChange: (changed: Omit<PeriodSearch, 'park'> & { park?: undefined }, replace?: boolean) => void;
}

const DEFAULT_DAYS = 90;

/** Rides or parks, and over which days. */
export function ScopePeriod({ search, onChange }: ScopePeriodProps) {
  return (
    <>
      <Choice<Scope>
        label="Rides or parks"
        value={search.scope ?? 'rides'}
        onChange={(value) => onChange({ scope: value, ...(value === 'parks' ? { park: undefined } : {}) })}
        options={[
          { value: 'rides', text: 'Rides' },
          { value: 'parks', text: 'Parks' },
        ]}
      />
      <NamedPeriod search={search} onChange={onChange} />
    </>
  );
}

interface NamedPeriodProps {
  search: Pick<PeriodSearch, 'period' | 'from' | 'to'>;
  /** `replace`: the address replaces one of an earlier keystroke. */
  onChange: (changed: { period?: PeriodName } & Partial<Period>, replace?: boolean) => void;
}

/** A period with a name, such as last week, or two chosen days. */
export function NamedPeriod({ search, onChange }: NamedPeriodProps) {
  const today = useToday(null);
  const { period = 'last_7d' } = search;
  const chosen = { ...lastDays(DEFAULT_DAYS, today), ...definedDays(search) };
  const choosePeriod = (name: PeriodName) =>
    onChange(name === 'custom' ? { period: name, ...chosen } : { period: name });
  return (
    <>
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
    </>
  );
}

function definedDays({ from, to }: NamedPeriodProps['search']) {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
