import { useRef } from 'react';
import { DayField } from './DayField.js';
import { dayText } from '../format/times.js';
import { lastDays, type Period, withDay } from './period.js';
import { EmptyState } from './states.js';

interface PeriodFieldsProps {
  period: Period;
  /** The last day that can be chosen. */
  today: string;
  /** `isTypedOn`: the period replaces that of an earlier keystroke in the same field. */
  onChange: (period: Period, isTypedOn: boolean) => void;
  presets?: readonly { text: string; days: number }[];
}

const PRESETS = [
  { text: '7 days', days: 7 },
  { text: '30 days', days: 30 },
  { text: '90 days', days: 90 },
  { text: '1 year', days: 365 },
] as const;

/** What is shown of a period of an address whose days are in the wrong order. */
export function ReversedPeriod({ period: { from, to } }: { period: Period }) {
  return (
    <div role="alert">
      <EmptyState title="The period ends before it begins">
        {`From ${dayText(from)} is after To ${dayText(to)}. Choose one of the two days again.`}
      </EmptyState>
    </div>
  );
}

/** First and last local day. While one is being typed, the other is computed from its value before the first key. */
export function PeriodFields({ period, today, onChange, presets = PRESETS }: PeriodFieldsProps) {
  const before = useRef(period);
  const isTypedOn = useRef(false);
  const start = () => {
    before.current = period;
    isTypedOn.current = false;
  };
  const type = (end: keyof Period, day: string) => {
    onChange(withDay(before.current, end, day), isTypedOn.current);
    isTypedOn.current = true;
  };
  return (
    <div className="controls">
      <label className="control">
        From
        <DayField value={period.from} max={today} onFocus={start} onChange={(day) => type('from', day)} />
      </label>
      <label className="control">
        To
        <DayField value={period.to} max={today} onFocus={start} onChange={(day) => type('to', day)} />
      </label>
      {presets.map(({ text, days }) => (
        <button key={text} type="button" className="button" onClick={() => onChange(lastDays(days, today), false)}>
          {text}
        </button>
      ))}
    </div>
  );
}
