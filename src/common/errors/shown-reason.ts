import { DomainError } from './domain-error.js';

/** Why something failed, for a place where it is shown: never a driver's message, which has SQL in it. */
export function shownReason(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}
