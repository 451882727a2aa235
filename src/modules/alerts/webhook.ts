import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
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

const TIMEOUT_MS = 10_000;

/** Sends one message over HTTP. */
@Injectable()
export class WebhookClient {
  /**
   * @returns null when the receiver took it (2xx); else why not, in words without the URL, which may hold a token.
   * Redirects count as failures: a signed message goes where the operator said and nowhere else.
   */
  async post(url: string, headers: Record<string, string>, body: string): Promise<string | null> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.ok ? null : `HTTP ${response.status}`;
    } catch (error) {
      return reasonOf(error);
    }
  }
}

/** `fetch` says "TypeError: fetch failed" whatever it was; the code of the cause tells more. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  const reason = cause?.code ?? name;
  return typeof reason === 'string' ? reason : 'unknown';
}
