import { zoneClock } from '../../../common/reading/local-clock.js';
import type { ReadingContext } from '../../snapshots/reading/reading-context.js';
import type { EntryIssues } from './live-issue-log.js';

/** For the fields of one entry. `findTimezone` gives that of its park, null where it is not known. */
export function entryContext(issues: EntryIssues, findTimezone: () => string | null): ReadingContext {
  let hasLocalTime = false;
  return {
    note: issues.note,
    noteLocalTime: (field, value) => {
      if (!hasLocalTime) issues.note('LOCAL_TIME_WITHOUT_OFFSET', 'entity', { field, value });
      hasLocalTime = true;
    },
    localClock: () => {
      const timezone = findTimezone();
      return timezone === null ? null : zoneClock(timezone);
    },
    decodeText: (text) => text,
  };
}
