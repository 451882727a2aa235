import { isJsonObject } from '../../../common/reading/field-readers.js';
import type { RawState } from '../response/history-reader.js';

/**
 * A kind of field: `status`, `showtimes`, or a queue such as `queue.STANDBY`. The History API gives the age of a state by kind
 * (`observedAtByKind`).
 */
export type FieldKind = string;
export const STATUS_KIND = 'status';
export const STANDBY_KIND = 'queue.STANDBY';
export const SHOWTIMES_KIND = 'showtimes';
export const queueKind = (queueType: string): FieldKind => `queue.${queueType}`;

/** `queue.RETURN_TIME` of `queue.RETURN_TIME.returnStart`. */
export function kindOf(path: string): FieldKind {
  if (!path.startsWith('queue.')) {
    const end = path.indexOf('.');
    return end < 0 ? path : path.slice(0, end);
  }
  const end = path.indexOf('.', 'queue.'.length);
  return end < 0 ? path : path.slice(0, end);
}

/** The kinds in which two states differ. */
export function differingKinds(before: RawState, after: RawState): Set<FieldKind> {
  const kinds = new Set<FieldKind>();
  if (before.status !== after.status) kinds.add(STATUS_KIND);
  if (!isEqualJson(before.showtimes, after.showtimes)) kinds.add(SHOWTIMES_KIND);
  const [was, is] = [before.queue, after.queue];
  if (isJsonObject(was) && isJsonObject(is)) {
    for (const type in is) if (!isEqualJson(was[type], is[type])) kinds.add(queueKind(type));
    for (const type in was) if (!Object.hasOwn(is, type)) kinds.add(queueKind(type));
  } else {
    for (const queues of [was, is]) {
      if (isJsonObject(queues)) for (const type in queues) kinds.add(queueKind(type));
    }
  }
  return kinds;
}

/** All kinds that a state has. */
export const kindsOf = (state: RawState): Set<FieldKind> => {
  const kinds = differingKinds({}, state);
  if (state.status !== undefined) kinds.add(STATUS_KIND);
  return kinds;
};

/** Real states are nested four deep; deeper ones count as different instead of exhausting the stack. */
const MAX_DEPTH = 32;

/** Compares JSON values; a missing value equals only a missing one. */
function isEqualJson(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (depth === MAX_DEPTH) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => isEqualJson(value, b[index], depth + 1));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqualJson(a[key], b[key], depth + 1))
  );
}
