import { addDays } from '../format/times.js';

export interface Period {
  from: string;
  to: string;
}

interface PeriodFieldsProps {
  period: Period;
  /** The last day that can be chosen. */
  today: string;
  onChange: (period: Period) => void;
  presets?: readonly { text: string; days: number }[];
}

const PRESETS = [
  { text: '7 days', days: 7 },
  { text: '30 days', days: 30 },
  { text: '90 days', days: 90 },
  { text: '1 year', days: 365 },
] as const;

/** First and last local day. */
export function PeriodFields({ period, today, onChange, presets = PRESETS }: PeriodFieldsProps) {
  const change = (changed: Partial<Period>) => {
    const { from, to } = { ...period, ...changed };
    if (from !== '' && to !== '') onChange(from <= to ? { from, to } : { from: to, to: from });
  };
  return (
    <div className="controls">
      <label className="control">
        From
        <input
          className="field"
          type="date"
          value={period.from}
          max={today}
          onChange={(event) => change({ from: event.target.value })}
        />
      </label>
      <label className="control">
        To
        <input
          className="field"
          type="date"
          value={period.to}
          max={today}
          onChange={(event) => change({ to: event.target.value })}
        />
      </label>
      {presets.map(({ text, days }) => (
        <button key={text} type="button" className="button" onClick={() => onChange(lastDays(days, today))}>
          {text}
        </button>
      ))}
    </div>
  );
}

export const lastDays = (days: number, to: string): Period => ({ from: addDays(to, 1 - days), to });
