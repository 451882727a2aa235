import { isJsonObject } from '../../../common/reading/field-readers.js';
import { isTimezoneName } from '../../../common/reading/timezone-names.js';

/** The zone of what was asked for, as the answer gives it; null where it gives none that is known. */
export function timezoneOfResponse(response: unknown): string | null {
  const timezone = isJsonObject(response) ? response.timezone : null;
  return typeof timezone === 'string' && isTimezoneName(timezone) ? timezone : null;
}
