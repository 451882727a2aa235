import type { Alert, AlertEvent, AlertSeverity } from './alert.js';

export interface MessageFacts {
  messageId: string;
  event: AlertEvent;
  at: Date;
  since: Date;
  clearNote: string | null;
}

/** A message about an alert, as the outbox has it. Instants are ISO 8601 in UTC. */
export interface AlertMessage {
  messageId: string;
  event: AlertEvent;
  at: string;
  alert: {
    key: string;
    severity: AlertSeverity;
    title: string;
    description: string;
    details: Record<string, unknown>;
    since: string;
    clearNote: string | null;
  };
}

/** The text of a message: JSON, with the same bytes in every attempt. Every channel is derived from it. */
export function messageBody(alert: Alert, { messageId, event, at, since, clearNote }: MessageFacts): string {
  const { key, severity, title, description, details = {} } = alert;
  return JSON.stringify({
    messageId,
    event,
    at,
    alert: { key, severity, title, description, details, since, clearNote },
  });
}

export const readMessage = (body: string): AlertMessage => JSON.parse(body) as AlertMessage;

/** `Critical: Data quality is critical`, `Over: Data quality is critical` */
export function headlineOf({ event, alert }: AlertMessage): string {
  const word = event === 'CLEARED' ? 'Over' : alert.severity === 'CRITICAL' ? 'Critical' : 'Warning';
  return `${word}: ${alert.title}`;
}

/** What happened, for people. */
export function textOf({ event, alert }: AlertMessage): string {
  const lines = [alert.description];
  if (event === 'CLEARED') lines.unshift(alert.clearNote ?? 'The alert is over.');
  if (event === 'ESCALATED') lines.unshift('The alert has become critical.');
  return lines.join('\n');
}

/** Key and begin of the alert, for people. */
export const sourceOf = ({ alert }: AlertMessage): string => `${alert.key}, since ${alert.since}`;
