import {
  MAX_WAIT_MINUTES,
  QUEUE_TYPES,
  RIDE_STATUSES,
  STATUS_UNKNOWN,
  SUSPICIOUS_WAIT_MINUTES,
  WAIT_UNKNOWN,
  type QueueType,
} from '../../snapshots/observations.js';
import { EntityCollector } from './entity-collector.js';
import {
  INVALID,
  isJsonObject,
  readCount,
  readUuid,
  readWord,
  saysNothing,
  type JsonObject,
} from '../../../common/reading/field-readers.js';
import { parseDayMs, parseInstantMs } from '../../../common/reading/instants.js';
import { DAY_MS } from '../../../common/time/durations.js';
import { IssueCollector } from './issue-collector.js';
import type { ParsedFile, ParseOptions } from './parsed-file.js';
import type { ParseReason } from '../../snapshots/reading/parse-reasons.js';
import { normaliseQueue, type NoteField } from '../../snapshots/reading/queue-normaliser.js';
import { SnapshotBuilder } from './snapshot-builder.js';

const STATUS_CODES: ReadonlyMap<unknown, number> = new Map(RIDE_STATUSES.map((status, index) => [status, index + 1]));
const QUEUE_TYPE_BY_KEY: ReadonlyMap<string, QueueType> = new Map(QUEUE_TYPES.map((type) => [type, type]));

/** Standby wait of an event that must be refused; below every wait and {@link WAIT_UNKNOWN}. */
const WAIT_REFUSED = -2;

const STANDBY_WAIT_FIELD = 'data.queue.STANDBY.waitTime';

const NO_DATA: JsonObject = {};

/**
 * Turns the events of one file into columns, one by one, in file order. Whatever an event contains, adding it counts it
 * either as a snapshot or as rejected with exactly one rejecting issue, and never throws.
 */
export class EventNormaliser {
  private nextIndex = 0;
  private seen = 0;
  private rejected = 0;
  private index = 0;
  /** The event at hand names another park than the only one asked for. */
  private elsewhere = false;
  private readonly issues: IssueCollector;
  private readonly entities: EntityCollector;
  private readonly snapshots: SnapshotBuilder;
  private readonly queues: ParsedFile['queues'] = [];
  private readonly nearFileDayFromMs: number;
  private readonly nearFileDayUntilMs: number;
  private readonly note: NoteField;

  /** @param decodeText gives back the real text of a string inside the events */
  constructor(
    private readonly options: ParseOptions,
    decodeText: (raw: string) => string,
    expectedEvents: number,
  ) {
    const fileDayMs = parseDayMs(options.fileDay);
    if (Number.isNaN(fileDayMs)) throw new RangeError(`fileDay is no YYYY-MM-DD: ${options.fileDay}`);
    this.nearFileDayFromMs = fileDayMs - DAY_MS;
    this.nearFileDayUntilMs = fileDayMs + 2 * DAY_MS;
    this.issues = new IssueCollector(decodeText);
    this.entities = new EntityCollector(decodeText);
    this.snapshots = new SnapshotBuilder(expectedEvents);
    this.note = (reason, field, value) => {
      if (!this.elsewhere) this.issues.note(reason, field, this.index, value);
    };
  }

  add(event: unknown): void {
    this.index = this.nextIndex++;
    this.elsewhere = this.isElsewhere(event);
    this.seen++;
    if (!isJsonObject(event)) return this.reject('NOT_AN_OBJECT', 'event', event);

    const rawId = event.entityId;
    const known = typeof rawId === 'string' ? this.entities.find(rawId) : undefined;
    const uuid = known === undefined ? readUuid(rawId) : known.themeparksWikiId;
    if (uuid === INVALID) return this.rejectId(rawId);

    const recordedAtMs = typeof event.eventTime === 'string' ? parseInstantMs(event.eventTime) : NaN;
    if (!(recordedAtMs >= this.options.minInstantMs && recordedAtMs < this.options.maxInstantMs)) {
      return this.rejectTime(event.eventTime, recordedAtMs);
    }

    const data = event.data ?? NO_DATA;
    if (!isJsonObject(data)) return this.reject('INVALID_DATA', 'data', data);
    const rawWait = rawStandbyWait(data.queue);
    const waitMinutes = readStandbyWait(rawWait);
    if (waitMinutes === WAIT_REFUSED) return this.reject('INVALID_WAIT_TIME', STANDBY_WAIT_FIELD, rawWait);

    const entity = known ?? this.entities.add(rawId as string, uuid, this.index);
    this.entities.observe(entity, event, recordedAtMs, this.note);
    const status = this.readStatus(data.status);
    const row = this.snapshots.add(recordedAtMs, status, waitMinutes, entity.index, this.index);
    if (waitMinutes > SUSPICIOUS_WAIT_MINUTES) this.note('SUSPICIOUS_WAIT_TIME', STANDBY_WAIT_FIELD, rawWait);
    if (recordedAtMs < this.nearFileDayFromMs || recordedAtMs >= this.nearFileDayUntilMs) {
      this.note('OUTSIDE_FILE_DAY', 'eventTime', event.eventTime);
    }
    if (data.showtimes !== undefined && this.saysShow(data.showtimes)) entity.isShow = true;
    this.addQueues(row, data.queue, event.localTime);
  }

  finish(): ParsedFile {
    for (const entity of this.entities.records) {
      if (entity.names.size > 0 || this.isOtherPark(entity.parkId.value)) continue;
      this.issues.note('MISSING_NAME', 'name', entity.firstEventIndex, entity.themeparksWikiId);
    }
    return {
      seen: this.seen,
      rejected: this.rejected,
      entities: this.entities.records.map((record) => record.toParsedEntity()),
      snapshots: this.snapshots.build(),
      queues: this.queues,
      issues: this.issues.toArray(),
    };
  }

  private isElsewhere(event: unknown): boolean {
    return Boolean(this.options.onlyParkId) && isJsonObject(event) && this.isOtherPark(readUuid(event.parkId));
  }

  private isOtherPark(parkId: string | null | undefined): boolean {
    const { onlyParkId } = this.options;
    return Boolean(onlyParkId) && typeof parkId === 'string' && parkId !== onlyParkId;
  }

  private reject(reason: ParseReason, field: string, value: unknown): void {
    if (this.elsewhere) {
      // Whose event it was is not known without its ride: what it names decides.
      this.seen--;
      return;
    }
    this.rejected++;
    this.issues.reject(reason, field, this.index, value);
  }

  private rejectId(rawId: unknown): void {
    this.reject(saysNothing(rawId) ? 'MISSING_ENTITY_ID' : 'INVALID_ENTITY_ID', 'entityId', rawId);
  }

  private rejectTime(eventTime: unknown, recordedAtMs: number): void {
    if (!Number.isNaN(recordedAtMs)) this.reject('EVENT_TIME_OUT_OF_RANGE', 'eventTime', eventTime);
    else this.reject(saysNothing(eventTime) ? 'MISSING_EVENT_TIME' : 'INVALID_EVENT_TIME', 'eventTime', eventTime);
  }

  private readStatus(raw: unknown): number {
    const code = STATUS_CODES.get(raw);
    if (code !== undefined) return code;
    const status = readWord(raw, RIDE_STATUSES);
    if (status === INVALID) this.note('UNKNOWN_STATUS', 'data.status', raw);
    return STATUS_CODES.get(status) ?? STATUS_UNKNOWN;
  }

  /** An empty list is no evidence of a show: the live API sends one for attractions too. */
  private saysShow(showtimes: unknown): boolean {
    if (saysNothing(showtimes)) return false;
    if (typeof showtimes === 'object') return Object.keys(showtimes).length > 0;
    this.note('INVALID_SHOWTIMES', 'data.showtimes', showtimes);
    return false;
  }

  private addQueues(row: number, queue: unknown, localTime: unknown): void {
    if (queue === undefined || queue === null) return;
    if (!isJsonObject(queue)) return this.note('INVALID_QUEUE', 'data.queue', queue);
    for (const key in queue) {
      const queueType = QUEUE_TYPE_BY_KEY.get(key);
      if (queueType === undefined) this.note('UNKNOWN_QUEUE_TYPE', 'data.queue', key);
      else this.addQueue(row, queueType, queue[key], localTime);
    }
  }

  private addQueue(row: number, queueType: QueueType, fields: unknown, localTime: unknown): void {
    if (fields === undefined || fields === null) return;
    const path = QUEUE_PATHS[queueType];
    if (!isJsonObject(fields)) return this.note('INVALID_QUEUE', path, fields);
    if (queueType === 'STANDBY' && hasOnlyWait(fields)) return;
    const queue = normaliseQueue({ queueType, path, fields, localTime, note: this.note });
    if (queue !== null) this.queues.push({ row, queue });
  }
}

const QUEUE_PATHS: Readonly<Record<QueueType, string>> = {
  STANDBY: 'data.queue.STANDBY',
  SINGLE_RIDER: 'data.queue.SINGLE_RIDER',
  RETURN_TIME: 'data.queue.RETURN_TIME',
  PAID_RETURN_TIME: 'data.queue.PAID_RETURN_TIME',
  BOARDING_GROUP: 'data.queue.BOARDING_GROUP',
  PAID_STANDBY: 'data.queue.PAID_STANDBY',
};

/** The standby queue of nearly every event: spares building a row that would be dropped. */
function hasOnlyWait(fields: JsonObject): boolean {
  for (const key in fields) if (key !== 'waitTime') return false;
  return true;
}

function rawStandbyWait(queue: unknown): unknown {
  const standby = isJsonObject(queue) ? queue.STANDBY : undefined;
  return isJsonObject(standby) ? standby.waitTime : undefined;
}

function readStandbyWait(raw: unknown): number {
  if (raw === null || raw === undefined) return WAIT_UNKNOWN;
  const waitMinutes = readCount(raw, MAX_WAIT_MINUTES);
  return waitMinutes === INVALID ? WAIT_REFUSED : (waitMinutes ?? WAIT_UNKNOWN);
}
