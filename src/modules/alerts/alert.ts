export const ALERT_SEVERITIES = ['WARNING', 'CRITICAL'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];
export type AlertEvent = 'RAISED' | 'ESCALATED' | 'CLEARED';

/** Something that a person has to look at. */
export interface Alert {
  /** What makes it the same alert while it lasts, such as `storage.capacity`; at most 128 ASCII characters. */
  key: string;
  severity: AlertSeverity;
  title: string;
  description: string;
  /** Figures for a program; leaves as JSON. No secrets: it is sent away. */
  details?: Readonly<Record<string, unknown>> | undefined;
}

/** An alert as it is kept. */
export interface StoredAlert extends Required<Alert> {
  since: Date;
  updatedAt: Date;
  /** When it first became critical. */
  escalatedAt: Date | null;
  clearedAt: Date | null;
  clearNote: string | null;
  /** Of its webhook messages: none were wanted, some are still to be sent, all have arrived, or one was given up. */
  delivery: 'LOG_ONLY' | 'PENDING' | 'DELIVERED' | 'FAILED';
}

/**
 * What is told when an alert is raised again while it lasts: that it has become critical, once; else nothing. One that
 * goes back to a warning and becomes critical again is not told a second time.
 */
export function eventOfRepeat(
  known: { escalatedAt: Date | null },
  again: { severity: AlertSeverity },
): 'ESCALATED' | null {
  return again.severity === 'CRITICAL' && known.escalatedAt === null ? 'ESCALATED' : null;
}
