import { createHmac } from 'node:crypto';
import type { Alert, AlertEvent } from './alert.js';

export interface MessageFacts {
  messageId: string;
  event: AlertEvent;
  at: Date;
  since: Date;
  clearNote: string | null;
}

/** The body of a webhook message: JSON, the same bytes at every attempt. */
export function messageBody(alert: Alert, { messageId, event, at, since, clearNote }: MessageFacts): string {
  const { key, severity, title, description, details = {} } = alert;
  return JSON.stringify({
    messageId,
    event,
    at,
    alert: { key, severity, title, description, details, since, clearNote },
  });
}

/**
 * Headers by which a receiver knows that a message is ours, new, and not yet dealt with. The signature is over
 * `<timestamp>.<body>`; docs/data-quality.md says how to verify it.
 */
export function messageHeaders(body: string, messageId: string, secret: string, sentAt: Date): Record<string, string> {
  const timestamp = Math.floor(sentAt.getTime() / 1000).toString();
  return {
    'content-type': 'application/json',
    'x-alert-message-id': messageId,
    'x-alert-timestamp': timestamp,
    'x-alert-signature': `v1=${signatureOf(timestamp, body, secret)}`,
  };
}

/** HMAC-SHA256 in hexadecimal. */
export function signatureOf(timestamp: string, body: string, secret: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}
