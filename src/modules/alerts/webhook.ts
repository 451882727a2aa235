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

/** The body of a webhook message: JSON, with the same bytes in every attempt. */
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
 * Headers with which a receiver can verify that a message is genuine, recent, and not yet processed. The signature covers
 * `<timestamp>.<body>`; docs/observability.md describes how to verify it.
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
   * @returns null if the receiver accepted it (2xx), otherwise the reason, without the URL, which may contain a token.
   * Redirects count as failures: a signed message is sent only to the configured URL.
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

/** `fetch` always fails with "TypeError: fetch failed"; the code of its cause is more specific. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  const reason = cause?.code ?? name;
  return typeof reason === 'string' ? reason : 'unknown';
}
