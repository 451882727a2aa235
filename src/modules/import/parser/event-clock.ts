import type { JsonObject } from '../../../common/reading/field-readers.js';
import { parseOffsetMs } from '../../../common/reading/instants.js';
import { fixedOffsetClock, zoneClock, type LocalClock } from '../../../common/reading/local-clock.js';
import type { EntityCollector } from './entity-collector.js';

/**
 * The clock by which an event's times without an offset are meant: that of its own time zone, which knows when it is
 * turned, else the offset of its local time. Null where the event names neither.
 */
export function clockOfEvent(event: JsonObject, entities: EntityCollector): LocalClock | null {
  const timezone = entities.timezoneOf(event);
  if (timezone !== null) return zoneClock(timezone);
  const offsetMs = typeof event.localTime === 'string' ? parseOffsetMs(event.localTime) : NaN;
  return Number.isNaN(offsetMs) ? null : fixedOffsetClock(offsetMs);
}
