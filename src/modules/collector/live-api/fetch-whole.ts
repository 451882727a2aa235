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
 */
export async function fetchWhole(
  url: string | URL,
  init: { method?: string; headers?: Record<string, string>; signal?: AbortSignal } = {},
  signal: AbortSignal,
  exchange: HttpExchange,
): Promise<Response> {
  const signals = init.signal === undefined ? [signal] : [init.signal, signal];
  const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
  exchange.httpStatus = response.status;
  exchange.retryAfter = response.headers.get('retry-after');
  exchange.date = response.headers.get('date');
  const body = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  const hasNoBody = body.byteLength === 0 || [101, 204, 205, 304].includes(status);
  return new Response(hasNoBody ? null : body, { status, statusText, headers });
}
