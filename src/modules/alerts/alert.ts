export const ALERT_SEVERITIES = ['WARNING', 'CRITICAL'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];
export type AlertEvent = 'RAISED' | 'ESCALATED' | 'CLEARED';

/** A condition that needs a person. */
export interface Alert {
  /** Identifies the alert while it is active, such as `storage.capacity`; at most 128 ASCII characters. */
  key: string;
  severity: AlertSeverity;
  title: string;
  description: string;
  /** Values for programs, sent as JSON. Must not contain secrets. */
  details?: Readonly<Record<string, unknown>> | undefined;
}

/** A stored alert. */
export interface StoredAlert extends Required<Alert> {
  since: Date;
  updatedAt: Date;
  /** When it first became critical. */
  escalatedAt: Date | null;
  clearedAt: Date | null;
  clearNote: string | null;
  /** State of its messages: no channel configured, some pending, all delivered, or at least one given up. */
  delivery: 'LOG_ONLY' | 'PENDING' | 'DELIVERED' | 'FAILED';
}

/**
 * The event to send when an active alert is raised again: its first escalation to critical, otherwise none. An alert that drops to
 * a warning and becomes critical again sends nothing.
 */
export function eventOfRepeat(
  known: { escalatedAt: Date | null },
  again: { severity: AlertSeverity },
): 'ESCALATED' | null {
  return again.severity === 'CRITICAL' && known.escalatedAt === null ? 'ESCALATED' : null;
}
