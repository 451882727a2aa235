import { Injectable } from '@nestjs/common';
import type { WebhookRequest } from './webhook-formats.js';

const TIMEOUT_MS = 10_000;

/** Sends one message over HTTP. */
@Injectable()
export class WebhookClient {
  /**
   * @returns null if the receiver accepted it (2xx), otherwise the reason, without the URL, which may contain a token.
   * Redirects count as failures: a message is sent only to the configured URL.
   */
  async post({ url, headers, body }: WebhookRequest): Promise<string | null> {
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
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown; message?: unknown } };
  // ports of other protocols, such as 25 and 6667
  if (cause?.message === 'bad port') return 'BAD_PORT: fetch refuses this port';
  const reason = cause?.code ?? name;
  return typeof reason === 'string' ? reason : 'unknown';
}
