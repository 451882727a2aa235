import { useState } from 'react';
import { afterKey, afterValue, FIRST_DAY, type TypedDay } from './typed-day.js';

interface DayFieldProps {
  /** Empty: no day. */
  value: string;
  /** The last day that can be chosen. */
  max?: string;
  /** Without a visible label around it. */
  label?: string;
  onChange: (day: string) => void;
  /** The field may be emptied. */
  onClear?: () => void;
  onFocus?: () => void;
}

/** A local day. It keeps what is being typed, and reports each day from FIRST_DAY on. */
export function DayField({ value, max, label, onChange, onClear, onFocus }: DayFieldProps) {
  const [typed, setTyped] = useState<TypedDay | null>(null);
  if (typed !== null && typed.given !== value) setTyped(afterValue(typed, value));
  const type = (text: string) => {
    const day = text < FIRST_DAY ? null : max !== undefined && text > max ? max : text;
    const isCleared = text === '' && value !== '' && onClear !== undefined;
    setTyped((before) => afterKey(before, value, text, isCleared ? '' : day));
    if (day !== null) onChange(day);
    else if (isCleared) onClear();
  };
  return (
    <input
      className="field"
      type="date"
      aria-label={label}
      value={typed?.text ?? value}
      min={FIRST_DAY}
      max={max}
      onChange={(event) => type(event.target.value)}
      onFocus={onFocus}
      onBlur={() => setTyped(null)}
    />
  );
}
