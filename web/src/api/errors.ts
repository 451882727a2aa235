import { ApiError, NetworkError } from '../../../client/src/errors.js';

export { ApiError, NetworkError };

export interface ErrorText {
  title: string;
  advice: string;
  requestId: string | null;
}

/** What failed, and what a reader can do about it. */
export function errorText(error: unknown): ErrorText {
  if (error instanceof NetworkError) {
    return {
      title: 'The server cannot be reached',
      advice: 'Check the connection, or wait until the server is up again; this page tries again by itself.',
      requestId: null,
    };
  }
  if (error instanceof ApiError) return { ...adviceOf(error), requestId: error.requestId };
  const message = error instanceof Error ? error.message : String(error);
  return { title: 'This part of the page failed', advice: message, requestId: null };
}

/** What the server needs and does not have, by its code; other codes with 503 stand for the database. */
const UNAVAILABLE: Readonly<Record<string, string>> = {
  ARCHIVE_UNAVAILABLE: 'The archive is not available',
  LIVE_API_UNAVAILABLE: 'The ThemeParks.wiki API is not available',
};

function adviceOf({ status, code, message, retryAfterSeconds }: ApiError): Omit<ErrorText, 'requestId'> {
  if (status === 404) return { title: 'There is no such entry', advice: `${message}. Search for it by name instead.` };
  if (status === 403) return { title: 'Your key does not allow this', advice: message };
  if (status === 401) return { title: 'You are not signed in', advice: message };
  if (status === 429) {
    const wait = retryAfterSeconds === null ? 'a minute' : `${retryAfterSeconds} seconds`;
    return { title: 'Too many requests', advice: `Wait ${wait}, then try again.` };
  }
  if (status === 400) return { title: 'The request is not valid', advice: `${message}. Change the selection above.` };
  if (status === 409) return { title: 'This is not possible at present', advice: message };
  const missing = UNAVAILABLE[code];
  if (missing !== undefined) return { title: missing, advice: message };
  if (status === 503) return { title: 'The database is not available', advice: 'Try again in a moment.' };
  return { title: 'The server failed', advice: message };
}
