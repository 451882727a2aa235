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
      advice: 'Check the connection, or wait until the server is up again, then try again.',
      requestId: null,
    };
  }
  if (error instanceof ApiError) return { ...adviceOf(error), requestId: error.requestId };
  const message = error instanceof Error ? error.message : String(error);
  if (MISSING_FILE.test(message)) {
    return {
      title: 'This page could not be loaded',
      advice: 'Check the connection, or wait until the server is up again, then try again.',
      requestId: null,
    };
  }
  return { title: 'This part of the page failed', advice: message, requestId: null };
}

/** Whether the same request may succeed at another time. */
export const isRepeatable = (error: unknown): boolean =>
  !(error instanceof ApiError) || (error.status !== 400 && error.status !== 404);

/** The messages of Vite, Chromium, Firefox and Safari for a file of a page that cannot be loaded. */
const MISSING_FILE =
  /^Unable to preload CSS|^Failed to fetch dynamically|^error loading dynamically|^Importing a module script failed/;

/** What is not available, by error code. With any other code, 503 means the database. */
const UNAVAILABLE: Readonly<Record<string, string>> = {
  ARCHIVE_UNAVAILABLE: 'The archive is not available',
  LIVE_API_UNAVAILABLE: 'The ThemeParks.wiki API is not available',
};

function adviceOf({ status, code, message, retryAfterSeconds, details }: ApiError): Omit<ErrorText, 'requestId'> {
  if (status === 404) return { title: 'There is no such entry', advice: `${message}. Search for it by name instead.` };
  if (code === 'CSRF_TOKEN_INVALID') {
    return { title: 'Another session was begun in this browser', advice: 'Check who is signed in, then try again.' };
  }
  if (status === 403) return { title: 'Your key does not allow this', advice: message };
  if (status === 401) return { title: 'You are not signed in', advice: message };
  if (status === 429) {
    const wait = retryAfterSeconds === null ? 'a minute' : `${retryAfterSeconds} seconds`;
    return { title: 'Too many requests', advice: `Wait ${wait}, then try again.` };
  }
  if (status === 400) {
    const fields = fieldProblems(details);
    const advice = fields === '' ? `${message}. Change the selection above.` : `${fields}. Change it, then try again.`;
    return { title: 'The request is not valid', advice };
  }
  if (status === 409) return { title: 'This is not possible at present', advice: message };
  const missing = UNAVAILABLE[code];
  if (missing !== undefined) return { title: missing, advice: message };
  if (status === 503) return { title: 'The database is not available', advice: 'Try again in a moment.' };
  return { title: 'The server failed', advice: message };
}

/** What is wrong with the fields of a request: `heightMinCm of 150 cm would exceed heightMaxCm of 100 cm`. */
function fieldProblems(details: ApiError['details']): string {
  const texts = Object.values(details).filter((problems): problems is unknown[] => Array.isArray(problems));
  return texts
    .flat()
    .filter((problem) => typeof problem === 'string')
    .join('; ');
}
