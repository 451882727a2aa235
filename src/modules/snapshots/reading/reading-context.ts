import type { LocalClock } from '../../../common/reading/local-clock.js';
import type { ParseReason } from './parse-reasons.js';

/** Called for a field that is dropped, repaired or doubtful; the entry is kept. */
export type NoteField = (reason: ParseReason, field: string, value: unknown) => void;

/** What a reader has to know beside the value itself. */
export interface ReadingContext {
  note: NoteField;
  /** Called for every time that is read by {@link localClock}; the reader of the entry notes it once. */
  noteLocalTime: (field: string, value: unknown) => void;
  /** The clock of the park of the entry at hand; null where its zone is not known. Asked for only when it is needed. */
  localClock: () => LocalClock | null;
  /** Gives back the real text of a string that may not have been decoded yet. */
  decodeText: (raw: string) => string;
}
