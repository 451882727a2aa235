import { isJsonObject, isWithoutValue, trimAscii, type JsonObject } from '../../../common/reading/field-readers.js';
import { QUEUE_TYPES, type QueueType } from '../observations.js';
import type { NoteField } from './reading-context.js';

const KNOWN_TYPES: ReadonlyMap<string, QueueType> = new Map(QUEUE_TYPES.map((type) => [type, type]));
const TYPES_WITHOUT_SEPARATORS: ReadonlyMap<string, QueueType> = new Map(
  QUEUE_TYPES.map((type) => [withoutSeparators(type), type]),
);

/** Queues by type; the values are not validated yet. */
export type QueuesByType = Readonly<Partial<Record<QueueType, unknown>>>;

const NO_QUEUES: QueuesByType = {};

/**
 * The queues of an entry by type. Sources send an object by type (the usual shape) or a list of queues with a `queueType`. Other
 * spellings of types ("standby", "singleRider") are accepted. Undefined, null and an empty list mean no queue. Unreadable queues
 * are noted; the others are kept.
 */
export function queuesByType(queue: unknown, path: string, note: NoteField): QueuesByType {
  if (isJsonObject(queue)) return hasOnlyKnownTypes(queue) ? queue : collect(Object.entries(queue), path, note);
  if (isWithoutValue(queue)) return NO_QUEUES;
  if (Array.isArray(queue))
    return collect(
      queue.flatMap((element) => typedElement(element, path, note)),
      path,
      note,
    );
  note('INVALID_QUEUE', path, queue);
  return NO_QUEUES;
}

/** True for nearly every entry: avoids a copy. */
function hasOnlyKnownTypes(queue: JsonObject): boolean {
  for (const key in queue) if (!KNOWN_TYPES.has(key)) return false;
  return true;
}

function typedElement(element: unknown, path: string, note: NoteField): [string, unknown][] {
  if (isWithoutValue(element)) return [];
  const type = isJsonObject(element) ? (element.queueType ?? element.type) : undefined;
  if (typeof type === 'string') return [[type, element]];
  note('INVALID_QUEUE', path, element);
  return [];
}

/** The exact spelling takes precedence over others, and the first queue of a type over later ones. */
function collect(entries: readonly [string, unknown][], path: string, note: NoteField): QueuesByType {
  const queues: Partial<Record<QueueType, unknown>> = {};
  const exactFirst = [
    ...entries.filter(([key]) => KNOWN_TYPES.has(key)),
    ...entries.filter(([key]) => !KNOWN_TYPES.has(key)),
  ];
  for (const [key, fields] of exactFirst) {
    const type = TYPES_WITHOUT_SEPARATORS.get(withoutSeparators(key));
    if (type === undefined) note('UNKNOWN_QUEUE_TYPE', path, key);
    else if (Object.hasOwn(queues, type)) note('INVALID_QUEUE', `${path}.${type}`, fields);
    else queues[type] = fields;
  }
  return queues;
}

function withoutSeparators(key: string): string {
  return trimAscii(key).replace(/[ _-]/g, '').toUpperCase();
}
