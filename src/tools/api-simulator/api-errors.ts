import { errorBody } from './send-response.js';

/** Status and body of a response. */
export interface Answer {
  status: number;
  body: string;
}

/** The API has two families of error bodies: history calls have the short one. */
export function notFound(isHistory: boolean, id: string): Answer {
  const body = isHistory
    ? errorBody('NOT_FOUND', 'Entity not found')
    : plainError('Not found', `Entity ${id} not found`, 404);
  return { status: 404, body };
}

export function badParameter(message: string): Answer {
  return { status: 400, body: plainError('Bad request', message, 400) };
}

export function unauthorized(message: string): Answer {
  return { status: 401, body: plainError('Authentication failed', message, 401) };
}

export function plainError(type: string, message: string, code: number): string {
  return JSON.stringify({ success: false, error: { type, message, code } });
}
