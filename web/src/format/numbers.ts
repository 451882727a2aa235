/** Numbers as text, by the rules of the reader's language. */
const LOCALE = undefined;

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });

/** What stands where a value is unknown: never a zero. */
export const UNKNOWN = '–';

type Known = number | null | undefined;

const orUnknown = (value: Known, text: (value: number) => string): string =>
  value === null || value === undefined ? UNKNOWN : text(value);

export const countText = (value: Known): string => orUnknown(value, (known) => whole.format(known));
export const decimalText = (value: Known): string => orUnknown(value, (known) => oneDigit.format(known));
export const signedText = (value: Known): string => orUnknown(value, (known) => signed.format(known));
/** `45 min` */
export const waitText = (minutes: Known): string => orUnknown(minutes, (known) => `${whole.format(known)} min`);
/** @param percent 0 to 100 */
export const percentText = (percent: Known): string => orUnknown(percent, (known) => `${oneDigit.format(known)} %`);

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const threeDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });

/** `1.23 GB`, in units of 1000. The space does not break. */
export function bytesText(bytes: Known): string {
  return orUnknown(bytes, (known) => {
    let [value, unit] = [known, 0];
    for (; Math.abs(value) >= 999.5 && unit < BYTE_UNITS.length - 1; unit += 1) value /= 1_000;
    return `${threeDigits.format(value)}\u00a0${BYTE_UNITS[unit]}`;
  });
}

/** `2 h 5 min` */
export function durationText(minutes: Known): string {
  return orUnknown(minutes, (known) => {
    const rounded = Math.round(known);
    const [hours, rest] = [Math.floor(rounded / 60), rounded % 60];
    if (hours === 0) return `${rest} min`;
    return rest === 0 ? `${whole.format(hours)} h` : `${whole.format(hours)} h ${rest} min`;
  });
}

/** @param priceMinor in the smallest unit of the currency, such as cents; yen have none smaller */
export function priceText(priceMinor: Known, currency: string | null): string {
  if (currency === null) return UNKNOWN;
  return orUnknown(priceMinor, (known) => {
    const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
    return format.format(known / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  });
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`;
}

/** Below it, a coverage is stated beside the figure. */
export const FULL_COVERAGE_PERCENT = 95;

/** `Of 3 days, less than 95 % was observed.`; empty where all of them were well observed. */
export function lowCoverageText(coverages: readonly Known[], one: string, many?: string): string {
  const low = coverages.filter((percent) => percent != null && percent < FULL_COVERAGE_PERCENT).length;
  return low === 0 ? '' : ` Of ${plural(low, one, many)}, less than ${FULL_COVERAGE_PERCENT} % was observed.`;
}
