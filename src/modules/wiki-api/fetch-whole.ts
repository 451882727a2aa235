/** What was seen of an exchange beside its body. */
export interface HttpExchange {
  httpStatus: number | null;
  retryAfter: string | null;
  date: string | null;
}

/**
 * `fetch`, body included: the SDK's own timeout ends when the headers have come, and a server that sends half a body and
 * then nothing would be waited for without end.
 * @param signal ends the request too
 * @param exchange is filled in as soon as the headers are there, whatever becomes of the body
 * @returns as much of a response as the SDK asks for; its `json` throws a SyntaxError where the body is none
 */
export async function fetchWithBodyTimeout(
  url: string | URL,
  init: { method?: string; headers?: Record<string, string>; signal?: AbortSignal } = {},
  signal: AbortSignal,
  exchange: HttpExchange,
) {
  const signals = init.signal === undefined ? [signal] : [init.signal, signal];
  const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
  exchange.httpStatus = response.status;
  exchange.retryAfter = response.headers.get('retry-after');
  exchange.date = response.headers.get('date');
  const text = await response.text();
  const { ok, status, statusText, headers } = response;
  return {
    ok,
    status,
    statusText,
    headers,
    text: () => Promise.resolve(text),
    json: () => parsed(text),
  };
}

const parsed = async (text: string): Promise<unknown> => Promise.resolve(JSON.parse(text) as unknown);
