import { type ObservationCursor, readCursor } from './observation-cursor.js';

/** @throws ValidationFailedError */
export const readHistoryCursor = (text: string): ObservationCursor =>
  readCursor(text, (words) => (words.length === 0 ? {} : null));
