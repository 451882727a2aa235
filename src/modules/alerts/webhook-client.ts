import { Injectable } from '@nestjs/common';

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
