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

function adviceOf({ status, message, retryAfterSeconds }: ApiError): Omit<ErrorText, 'requestId'> {
  if (status === 404) return { title: 'There is no such entry', advice: `${message}. Search for it by name instead.` };
  if (status === 403) return { title: 'Your key does not allow this', advice: message };
  if (status === 401) return { title: 'You are not signed in', advice: message };
  if (status === 429) {
    const wait = retryAfterSeconds === null ? 'a minute' : `${retryAfterSeconds} seconds`;
    return { title: 'Too many requests', advice: `Wait ${wait}, then try again.` };
  }
  if (status === 400) return { title: 'The request is not valid', advice: `${message}. Change the selection above.` };
  if (status === 503) return { title: 'The database is not available', advice: 'Try again in a moment.' };
  return { title: 'The server failed', advice: message };
}
