/** Limits at which an alert is raised. */
export interface Thresholds {
  warning: number;
  critical: number;
}

/** Reads `60,80`; null if the text has another form. */
export function thresholdsOf(text: string): Thresholds | null {
  const found = /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*,\s*(\d{1,6}(?:\.\d{1,3})?)\s*$/.exec(text);
  return found === null ? null : { warning: Number(found[1]), critical: Number(found[2]) };
}

/** Whether the text is two thresholds in the right order. `rising`: larger values are worse. */
export function areThresholds(text: string, direction: 'rising' | 'falling'): boolean {
  const thresholds = thresholdsOf(text);
  if (thresholds === null || thresholds.warning <= 0) return false;
  const { warning, critical } = thresholds;
  return direction === 'rising' ? critical >= warning : critical <= warning;
}
