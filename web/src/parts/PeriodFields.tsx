import { addDays } from '../format/times.js';
import { DayField } from './DayField.js';

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

/** First and last local day. A day beyond the other one takes it along: what was just chosen stays. */
export function PeriodFields({ period: { from, to }, today, onChange, presets = PRESETS }: PeriodFieldsProps) {
  return (
    <div className="controls">
      <label className="control">
        From
        <DayField value={from} max={today} onChange={(day) => onChange({ from: day, to: day > to ? day : to })} />
      </label>
      <label className="control">
        To
        <DayField value={to} max={today} onChange={(day) => onChange({ from: day < from ? day : from, to: day })} />
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
