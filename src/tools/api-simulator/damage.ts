import { SeededRandom } from '../archive-generator/seeded-random.js';

export const DAMAGES = [
  'LIST_MISSING',
  'LIST_NULL',
  'LIST_AS_OBJECT',
  'WITHOUT_ID',
  'WITHOUT_NAME',
  'ELEMENT_NULL',
  'ELEMENT_TWICE',
  'WAIT_AS_OBJECT',
  'WAIT_AS_TEXT',
  'WAIT_MINUS_ONE',
  'WAIT_TOO_LARGE',
  'QUEUE_NULL',
  'QUEUE_ENTRY_NULL',
  'UNKNOWN_STATUS',
  'UNKNOWN_QUEUE',
  'UNKNOWN_ENTITY_TYPE',
  'UNKNOWN_SCHEDULE_TYPE',
  'UNKNOWN_STATE',
  'BAD_INSTANT',
] as const;

/**
 * `LIST_…` damages the list of the response (liveData, children, schedule, destinations, entities, history, days), the others its
 * elements. In a history of a park, what no entity can have damages its rows.
 */
export type Damage = (typeof DAMAGES)[number];

export interface DamagedBody {
  body: string;
  /** Ids (for schedule entries: dates) of the changed elements; all of them for `LIST_…`. */
  damagedIds: string[];
}

type Json = Record<string, unknown>;

const ROW_KEYS = ['history', 'days'] as const;
const LIST_KEYS = ['liveData', 'children', 'schedule', 'destinations', 'parks', 'entities', ...ROW_KEYS] as const;
const DEFAULT_SHARE = 0.2;

/** Damages a valid body. The same ids, damage and share always affect the same elements. */
export function damageBody(body: string, damage: Damage, share = DEFAULT_SHARE): DamagedBody {
  const reply = JSON.parse(body) as Json;
  const key = LIST_KEYS.find((name) => Array.isArray(reply[name]));
  if (key === undefined) return { body: JSON.stringify(damageElement(reply, damage)), damagedIds: [nameOf(reply)] };
  const list = reply[key] as Json[];
  const all = list.map(nameOf);
  switch (damage) {
    case 'LIST_MISSING':
      return { body: JSON.stringify({ ...reply, [key]: undefined }), damagedIds: all };
    case 'LIST_NULL':
      return { body: JSON.stringify({ ...reply, [key]: null }), damagedIds: all };
    case 'LIST_AS_OBJECT':
      return { body: JSON.stringify({ ...reply, [key]: { ...list } }), damagedIds: all };
    default: {
      const { damaged, damagedIds } = damageList(list, damage, share);
      return { body: JSON.stringify({ ...reply, [key]: damaged }), damagedIds };
    }
  }
}

function damageList(list: readonly Json[], damage: Damage, share: number) {
  const hit = chosen(list, damage, share);
  if (hit.size === 0) return damageRows(list, damage, share);
  const damaged = list.flatMap((element) => {
    if (!hit.has(element)) return [element];
    return damage === 'ELEMENT_TWICE' ? [element, element] : [damageElement(element, damage)];
  });
  return { damaged, damagedIds: [...hit].map(nameOf) };
}

/** Damages the rows of the entities of a park's history. */
function damageRows(entities: readonly Json[], damage: Damage, share: number) {
  const damagedIds: string[] = [];
  const damaged = entities.map((entity) => {
    const key = ROW_KEYS.find((name) => Array.isArray(entity[name]));
    if (key === undefined) return entity;
    const rows = entity[key] as Json[];
    const hit = chosen(rows, damage, share);
    damagedIds.push(...[...hit].map(nameOf));
    return { ...entity, [key]: rows.map((row) => (hit.has(row) ? damageElement(row, damage) : row)) };
  });
  return { damaged, damagedIds };
}

function nameOf(element: Json): string {
  const name = element.id ?? element.date ?? element.time;
  return typeof name === 'string' ? name : '';
}

/** The elements to damage: the given share of the suitable ones, and at least one if there is one. */
function chosen(list: readonly Json[], damage: Damage, share: number): Set<Json> {
  const fitting = list.filter((element) => canTake(element, damage));
  const lot = (element: Json) => SeededRandom.fromKey(`${damage}/${nameOf(element)}`).next();
  const hit = fitting.filter((element) => lot(element) < share);
  const first = fitting[0];
  return new Set(hit.length > 0 || first === undefined ? hit : [first]);
}

function canTake(element: Json, damage: Damage): boolean {
  switch (damage) {
    case 'WAIT_AS_OBJECT':
    case 'WAIT_AS_TEXT':
    case 'WAIT_MINUS_ONE':
    case 'WAIT_TOO_LARGE':
      return isJson(element.queue) && isJson(element.queue.STANDBY);
    case 'QUEUE_NULL':
    case 'QUEUE_ENTRY_NULL':
    case 'UNKNOWN_QUEUE':
      return isJson(element.queue);
    case 'UNKNOWN_STATUS':
      return 'status' in element;
    case 'UNKNOWN_STATE':
      return isJson(element.queue) && Object.values(element.queue).some((queue) => isJson(queue) && hasState(queue));
    case 'UNKNOWN_ENTITY_TYPE':
      return 'entityType' in element;
    case 'UNKNOWN_SCHEDULE_TYPE':
      return 'date' in element;
    case 'BAD_INSTANT':
      return INSTANTS.some((name) => name in element);
    default:
      return true;
  }
}

function damageElement(element: Json, damage: Damage): Json | null {
  const queue = isJson(element.queue) ? element.queue : {};
  switch (damage) {
    case 'WITHOUT_ID':
      return { ...element, id: undefined };
    case 'WITHOUT_NAME':
      return { ...element, name: undefined };
    case 'ELEMENT_NULL':
      return null;
    case 'WAIT_AS_OBJECT':
      return withStandby(element, { value: 30, unit: 'minutes' });
    case 'WAIT_AS_TEXT':
      return withStandby(element, 'about 30');
    case 'WAIT_MINUS_ONE':
      return withStandby(element, -1);
    case 'WAIT_TOO_LARGE':
      return withStandby(element, 9999);
    case 'QUEUE_NULL':
      return { ...element, queue: null };
    case 'QUEUE_ENTRY_NULL':
      return { ...element, queue: Object.fromEntries(Object.keys(queue).map((name) => [name, null])) };
    case 'UNKNOWN_STATUS':
      return { ...element, status: 'MAINTENANCE_MODE' };
    case 'UNKNOWN_QUEUE':
      return { ...element, queue: { ...queue, TELEPORT: { waitTime: 5 } } };
    case 'UNKNOWN_ENTITY_TYPE':
      return { ...element, entityType: 'MONORAIL' };
    case 'UNKNOWN_SCHEDULE_TYPE':
      return { ...element, type: 'MOONLIGHT_HOURS' };
    case 'UNKNOWN_STATE':
      return { ...element, queue: withUnknownStates(queue) };
    case 'BAD_INSTANT':
      return withBadInstant(element);
    default:
      return element;
  }
}

/** The time of a live entry, of a published day, of a row of the history and of a daily row. */
const INSTANTS = ['openingTime', 'lastUpdated', 'time', 'firstOperatingAt'] as const;

function withBadInstant(element: Json): Json {
  const name = INSTANTS.find((one) => one in element);
  return name === undefined ? element : { ...element, [name]: name === 'openingTime' ? 'soon' : 'yesterday' };
}

function withStandby(element: Json, waitTime: unknown): Json {
  return { ...element, queue: { ...(element.queue as Json), STANDBY: { waitTime } } };
}

function hasState(queue: Json): boolean {
  return 'state' in queue || 'allocationStatus' in queue;
}

function withUnknownStates(queue: Json): Json {
  const damaged = Object.entries(queue).map(([name, value]): [string, unknown] => {
    if (!isJson(value) || !hasState(value)) return [name, value];
    return [name, { ...value, ['state' in value ? 'state' : 'allocationStatus']: 'ON_A_BREAK' }];
  });
  return Object.fromEntries(damaged);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
