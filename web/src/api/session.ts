import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schemas } from './client.js';
import { ApiError } from './errors.js';

export type Session = Schemas['SessionView'];

/** The CSRF token of the session; the key itself is never kept. */
let csrfToken: string | null = null;
/** The name of its key, which the reader sees. */
let signedInName: string | null = null;
const changeListeners = new Set<(changed: Session | null) => void>();

api.use({
  onRequest: ({ request }) => {
    if (csrfToken !== null && request.method !== 'GET') request.headers.set('X-CSRF-Token', csrfToken);
    return request;
  },
  onResponse: ({ response, schemaPath }) => {
    if (response.status === 401 && schemaPath.startsWith('/api/admin/') && schemaPath !== SESSION) {
      changeListeners.forEach((listener) => listener(null));
    }
  },
  mayRepeat: async ({ response, request }) => {
    if (response.status !== 403 || request.method === 'GET') return false;
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    if (ApiError.of(response.status, body, null).code !== TOKEN_REFUSED) return false;
    return hasNewToken();
  },
});

/** The browser has a newer session than this page, for example from another tab. */
const TOKEN_REFUSED = 'CSRF_TOKEN_INVALID';

/** Reads the session again. False if it belongs to another key than the page shows: a change must not be made in its name. */
async function hasNewToken(): Promise<boolean> {
  const [token, name] = [csrfToken, signedInName];
  const found = await bodyOf(api.GET(SESSION)).catch(() => null);
  if (found === null) return false;
  keep(found);
  changeListeners.forEach((listener) => listener(found));
  return found.csrfToken !== token && found.name === name;
}

const SESSION = '/api/admin/session';

/** Calls the listener with a session that began elsewhere, and with null when the browser's session has ended. Returns a function that stops it. */
export function onSessionChange(listener: (changed: Session | null) => void): () => void {
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

/** Stored while this browser has a session: without it, a visitor's page does not request the session, which would be refused. */
const HINT = 'signed-in';

function wasSignedIn(): boolean {
  try {
    return localStorage.getItem(HINT) !== null;
  } catch {
    // Without storage, the server has to be asked.
    return true;
  }
}

function noteSignedIn(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(HINT, 'yes');
    else localStorage.removeItem(HINT);
  } catch {
    // Without storage, wasSignedIn() is always true.
  }
}

/** Null: not signed in. */
export const session = () =>
  queryOptions({
    queryKey: ['session'],
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }): Promise<Session | null> => {
      if (!wasSignedIn()) return keep(null);
      const found = await bodyOf(api.GET(SESSION, { signal })).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 401)) throw error;
        // The hint exists, so this browser had a session, which has ended.
        changeListeners.forEach((listener) => listener(null));
        return null;
      });
      return keep(found);
    },
  });

/** @throws ApiError for a wrong key, or too many of them */
export async function signIn(key: string): Promise<Session> {
  const begun = await bodyOf(api.POST(SESSION, { body: { key } }));
  keep(begun);
  return begun;
}

/** @throws if the server may still accept the session */
export async function signOut(): Promise<void> {
  await bodyOf(api.DELETE(SESSION)).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  });
  keep(null);
}

/** Prolongs the session to 12 hours from now. */
export async function refreshSession(): Promise<Session> {
  const asked = csrfToken;
  const prolonged = await bodyOf(api.POST('/api/admin/session/refresh'));
  if (csrfToken !== asked) throw new Error('The session has ended meanwhile.');
  keep(prolonged);
  return prolonged;
}

function keep(found: Session | null): Session | null {
  csrfToken = found?.csrfToken ?? null;
  signedInName = found?.name ?? null;
  noteSignedIn(found !== null);
  return found;
}
