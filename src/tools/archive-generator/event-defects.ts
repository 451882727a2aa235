import { DAY_MS } from '../../common/time/calendar.js';
import {
  type DefectName,
  EVENT_DEFECTS,
  type EventDefectName,
  type FileDefectName,
  isFileDefect,
} from './defect-catalog.js';
import type { FileEvent } from './destination-days.js';
import { GeneratorOptionError, type GeneratorOptions } from './generator-options.js';
import { SeededRandom } from './seeded-random.js';
import type { Observation } from './world.js';

export interface FileDefectPlan {
  file: FileDefectName | null;
  events: EventDefectName[];
}

/** Defects by file; files are numbered by destination, then by day. */
export type DefectPlan = ReadonlyMap<number, FileDefectPlan>;

/**
 * Assigns each defect of a whole file to a separate file, and spreads the defects of events over the others.
 * Throws {@link GeneratorOptionError} if there are not enough files.
 */
export function planDefects(options: GeneratorOptions): DefectPlan {
  const wanted: DefectName[] = options.defects.flatMap((name) =>
    Array.from({ length: options.defectRepeats }, () => name),
  );
  const ofFiles = wanted.filter(isFileDefect);
  const ofEvents = wanted.filter((name): name is EventDefectName => !isFileDefect(name));
  const files = options.destinations * options.days;
  const needed = ofFiles.length + (ofEvents.length > 0 ? 1 : 0);
  if (needed > files) throw new GeneratorOptionError('defects', `need ${needed} files, there are only ${files}`);
  const order = SeededRandom.fromKey(`${options.seed}/defects`).shuffled(Array.from({ length: files }, (_, n) => n));
  const plan = new Map<number, FileDefectPlan>();
  ofFiles.forEach((file, index) => plan.set(order[index]!, { file, events: [] }));
  const others = order.slice(ofFiles.length);
  ofEvents.forEach((event, index) => {
    const number = others[index % others.length]!;
    const entry = plan.get(number) ?? { file: null, events: [] };
    entry.events.push(event);
    plan.set(number, entry);
  });
  return plan;
}

interface EventJson {
  [field: string]: unknown;
  data: { status: string; queue: Record<string, unknown> | null };
}

const SUSPICIOUS_MINUTES = 345;
/** Beyond the tolerance of a day, and an odd millisecond, so that it never collides with an ordinary event. */
const MOVED_BACK_MS = 3 * DAY_MS + 1;

/**
 * Applies a defect to a file's events in place. It uses an ordinary event of a ride with a posted wait, so that every
 * defect affects the result. Returns false if the file has no such event left.
 */
export function applyEventDefect(events: FileEvent[], defect: EventDefectName, random: SeededRandom): boolean {
  const candidates = events.flatMap((event, index) => (isOrdinary(event) ? [index] : []));
  if (candidates.length === 0) return false;
  // An event moved to the head of its file is taken from the end, so that it passes others of its ride.
  const from = defect === 'out-of-order' ? Math.floor(candidates.length * 0.7) : 0;
  const index = candidates[random.int(from, candidates.length - 1)]!;
  const event = events[index]!;
  const changed: FileEvent = { ...event, ...changeOf(event, defect), defect };
  switch (defect) {
    case 'duplicate-event':
    case 'same-instant':
      events.splice(index + 1, 0, changed);
      break;
    case 'out-of-order':
      events.splice(index, 1);
      events.unshift(changed);
      break;
    default:
      events[index] = changed;
  }
  return true;
}

function isOrdinary(event: FileEvent): boolean {
  return event.defect === null && event.observation !== null && event.observation.waitMinutes !== null;
}

function changeOf(event: FileEvent, defect: EventDefectName): Partial<FileEvent> {
  const rule = EVENT_DEFECTS[defect];
  const json = jsonWith(event, defect);
  if (rule.rejected) return { json: () => json, observation: null, rejected: rule.rejected };
  const observation = { ...event.observation!, ...observedWith(event, defect) };
  return { json: () => json, observation, noted: rule.noted ?? null };
}

/** How the defect changes the observation of a kept event. */
function observedWith({ observation }: FileEvent, defect: EventDefectName): Partial<Observation> {
  const { recordedAtMs, waitMinutes } = observation!;
  switch (defect) {
    case 'minus-one-wait':
    case 'text-wait':
    case 'negative-wait':
    case 'impossible-wait':
      return { waitMinutes: null };
    case 'suspicious-wait':
      return { waitMinutes: SUSPICIOUS_MINUTES };
    case 'same-instant':
      return { waitMinutes: waitMinutes! + 5 };
    case 'unknown-status':
      return { status: null };
    case 'null-queue':
      return { waitMinutes: null, queues: [] };
    case 'outside-file-day':
      return { recordedAtMs: recordedAtMs - MOVED_BACK_MS };
    default:
      return {};
  }
}

function jsonWith(event: FileEvent, defect: EventDefectName): string {
  if (defect === 'not-an-object') return '42';
  if (defect === 'duplicate-event' || defect === 'out-of-order') return event.json();
  const parsed = JSON.parse(event.json()) as EventJson;
  const wait = (waitTime: unknown) => {
    parsed.data.queue = { ...parsed.data.queue, STANDBY: { waitTime } };
  };
  const { recordedAtMs, waitMinutes } = event.observation!;
  const changes: Record<Exclude<EventDefectName, 'not-an-object' | 'duplicate-event' | 'out-of-order'>, () => void> = {
    'missing-event-time': () => delete parsed['eventTime'],
    'invalid-event-time': () => (parsed['eventTime'] = 'yesterday'),
    'missing-entity-id': () => delete parsed['entityId'],
    'wrong-uuid': () => (parsed['entityId'] = 'not-a-uuid'),
    'text-wait': () => wait('abc'),
    'negative-wait': () => wait(-5),
    'impossible-wait': () => wait(9999),
    'minus-one-wait': () => wait(-1),
    'string-wait': () => wait(String(waitMinutes)),
    'suspicious-wait': () => wait(SUSPICIOUS_MINUTES),
    'same-instant': () => wait(waitMinutes! + 5),
    'unknown-status': () => (parsed.data.status = 'BROKEN'),
    'unknown-queue-type': () => (parsed.data.queue = { ...parsed.data.queue, VIRTUAL_LOBBY: { waitTime: 10 } }),
    'null-queue': () => (parsed.data.queue = null),
    'missing-park-id': () => delete parsed['parkId'],
    'missing-timezone': () => delete parsed['timezone'],
    'outside-file-day': () => {
      parsed['eventTime'] = new Date(recordedAtMs - MOVED_BACK_MS).toISOString();
      parsed['localTime'] = event.clock.isoLocal(recordedAtMs - MOVED_BACK_MS);
    },
  };
  changes[defect]();
  return JSON.stringify(parsed);
}
