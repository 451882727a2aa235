/** An error response of the API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    /** Stable, such as `PARK_NOT_FOUND`. */
    readonly code: string,
    message: string,
    readonly requestId: string | null,
    /** After which time the request may succeed; null: not given. */
    readonly retryAfterSeconds: number | null,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** A proxy in front of the API may send another body, or none. */
  static of(status: number, body: unknown, retryAfter: string | null): ApiError {
    const { error, requestId } = (body ?? {}) as {
      error?: { code?: string; message?: string; details?: Record<string, unknown> };
      requestId?: string;
    };
    const message = error?.message ?? `The server responded with status ${status}.`;
    const seconds = retryAfterSecondsOf(retryAfter, Date.now());
    return new ApiError(status, error?.code ?? 'UNKNOWN', message, requestId ?? null, seconds, error?.details);
  }

  get isNotFound(): boolean {
    return this.status === 404;
  }
}

/** The API cannot be reached. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  constructor(options?: ErrorOptions) {
    super('The server cannot be reached.', options);
  }
}

/** Retry-After has seconds or a date; null: neither. */
export function retryAfterSecondsOf(retryAfter: string | null, nowMs: number): number | null {
  if (retryAfter === null) return null;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter);
  const atMs = Date.parse(retryAfter);
  return Number.isNaN(atMs) ? null : Math.max(0, Math.ceil((atMs - nowMs) / 1_000));
}
