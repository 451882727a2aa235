import { useState } from 'react';

/** While a year is being typed, the field goes through the years 2, 20 and 202. */
const FIRST_DAY = '1990-01-01';

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
}

/** A local day. It keeps what is being typed, and reports each day that data can be of. */
export function DayField({ value, max, label, onChange, onClear }: DayFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const type = (day: string) => {
    setTyped(day);
    if (day >= FIRST_DAY) onChange(max !== undefined && day > max ? max : day);
    else if (day === '' && value !== '') onClear?.();
  };
  return (
    <input
      className="field"
      type="date"
      aria-label={label}
      value={typed ?? value}
      min={FIRST_DAY}
      max={max}
      onChange={(event) => type(event.target.value)}
      onBlur={() => setTyped(null)}
    />
  );
}
