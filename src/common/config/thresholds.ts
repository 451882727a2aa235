/** Where an alert begins: as a warning, and as a critical one. */
export interface Thresholds {
  warning: number;
  critical: number;
}

/** `60,80` as thresholds; null where it is something else. */
export function thresholdsOf(text: string): Thresholds | null {
  const found = /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*,\s*(\d{1,6}(?:\.\d{1,3})?)\s*$/.exec(text);
  return found === null ? null : { warning: Number(found[1]), critical: Number(found[2]) };
}

/** Whether the text is two thresholds in the right order; `rising` where more is worse. */
export function areThresholds(text: string, direction: 'rising' | 'falling'): boolean {
  const thresholds = thresholdsOf(text);
  if (thresholds === null || thresholds.warning <= 0) return false;
  const { warning, critical } = thresholds;
  return direction === 'rising' ? critical >= warning : critical <= warning;
}
