import {
  INVALID,
  isJsonObject,
  isWithoutValue,
  type JsonObject,
  readUuid,
} from '../../../common/reading/field-readers.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { parseDayMs, parseInstantMs, parseOffsetMs } from '../../../common/time/instants.js';
import { offsetText } from '../../../common/time/zones/time-zone.js';
import { fixedOffsetClock, type LocalClock, timeZoneOf, zoneClock } from '../../../common/time/zones/time-zones.js';
import { RIDE_STATUSES, type RideStatus, STATUS_UNKNOWN, WAIT_UNKNOWN } from '../../snapshots/observations.js';
import { fieldPaths, readObservation } from '../../snapshots/reading/observation-reader.js';
import type { NoteField, ParseReason, ReadingContext } from '../../snapshots/reading/reading-context.js';
import { NO_SHOW_TIMES, showTimesJson } from '../../snapshots/show-times/show-time-list.js';
import { EntityCollector, type EntityRecord, type LatestField } from './entity-collector.js';
import { IssueCollector, type ParsedFile, type ParseOptions } from './parsed-file.js';
import { SnapshotBuilder } from './snapshot-builder.js';

/**
 * The clock for an event's times without an offset: its own time zone, which includes clock changes, else the offset of
 * its local time. Null if the event has neither.
 */
function clockOfEvent(event: JsonObject, entities: EntityCollector): LocalClock | null {
  const timezone = entities.timezoneOf(event);
  if (timezone !== null) return zoneClock(timezone);
  const offsetMs = typeof event.localTime === 'string' ? parseOffsetMs(event.localTime) : NaN;
  return Number.isNaN(offsetMs) ? null : fixedOffsetClock(offsetMs);
}

/** The offset of a zone, with the interval in which it is valid. */
interface CachedOffset {
  fromMs: number;
  untilMs: number;
  offsetMs: number;
  text: string;
}

/**
 * Compares the offset of `localTime` with the time zone rules that define local days. If they differ, the source has older
 * or newer rules, or uses another zone than it names.
 */
export class LocalTimeCheck {
  private readonly cached = new Map<string, CachedOffset>();

  /**
   * Describes the zone and both offsets; null if they agree, or if the local time has no offset. A local time that ends in Z
   * is an instant in UTC, so it is independent of the local clock.
   * @param timezone an IANA name
   */
  contradiction(timezone: string, localTime: unknown, atMs: number): string | null {
    if (typeof localTime !== 'string' || /z$/i.test(localTime)) return null;
    const ours = this.offsetAt(timezone, atMs);
    if (localTime.endsWith(ours.text)) return null;
    const offsetMs = parseOffsetMs(localTime);
    if (Number.isNaN(offsetMs) || offsetMs === ours.offsetMs) return null;
    return `localTime (${timezone}: ${offsetText(offsetMs)}, by its rules ${ours.text})`;
  }

  private offsetAt(timezone: string, atMs: number): CachedOffset {
    const known = this.cached.get(timezone);
    if (known !== undefined && atMs >= known.fromMs && atMs < known.untilMs) return known;
    const zone = timeZoneOf(timezone);
    const offsetMs = zone.offsetMs(atMs);
    const cached = { fromMs: atMs, untilMs: zone.nextTransitionMs(atMs), offsetMs, text: offsetText(offsetMs) };
    this.cached.set(timezone, cached);
    return cached;
  }
}

const STATUS_CODES: ReadonlyMap<RideStatus | null, number> = new Map(
  RIDE_STATUSES.map((status, index) => [status, index + 1]),
);
const PATHS = fieldPaths('data.');

const NO_DATA: JsonObject = {};

/**
 * Converts the events of one file into columns, in file order. Every event counts either as a snapshot, or as rejected with
 * exactly one rejecting issue. Adding an event never throws.
 */
export class EventNormaliser {
  private nextIndex = 0;
  private read = 0;
  private rejected = 0;
  private index = 0;
  /** The current event names another park than the only requested one. */
  private elsewhere = false;
  private readonly issues: IssueCollector;
  private readonly entities: EntityCollector;
  private readonly snapshots: SnapshotBuilder;
  private readonly queues: ParsedFile['queues'] = [];
  private readonly showTimes: ParsedFile['showTimes'] = [];
  private readonly localTimes = new LocalTimeCheck();
  private readonly nearFileDayFromMs: number;
  private readonly nearFileDayUntilMs: number;
  private readonly note: NoteField;
  private readonly context: ReadingContext;
  /** The current event, and whether a local time of it has been noted. */
  private event: JsonObject = NO_DATA;
  private hasLocalTime = false;

  /** @param decodeText decodes a string of the events to its real text */
  constructor(
    private readonly options: ParseOptions,
    decodeText: (raw: string) => string,
    expectedEvents: number,
  ) {
    const fileDayMs = parseDayMs(options.fileDay);
    if (Number.isNaN(fileDayMs)) throw new RangeError(`fileDay is not YYYY-MM-DD: ${options.fileDay}`);
    this.nearFileDayFromMs = fileDayMs - DAY_MS;
    this.nearFileDayUntilMs = fileDayMs + 2 * DAY_MS;
    this.issues = new IssueCollector(decodeText);
    this.entities = new EntityCollector(decodeText);
    this.snapshots = new SnapshotBuilder(expectedEvents);
    this.note = (reason, field, value) => {
      if (!this.elsewhere) this.issues.note(reason, field, this.index, value);
    };
    this.context = {
      note: this.note,
      noteLocalTime: (field, value) => this.noteLocalTime(field, value),
      localClock: () => clockOfEvent(this.event, this.entities),
      decodeText,
    };
  }

  add(event: unknown): void {
    this.index = this.nextIndex++;
    this.elsewhere = this.isElsewhere(event);
    this.read++;
    if (!isJsonObject(event)) return this.reject('NOT_AN_OBJECT', 'event', event);

    const rawId = event.entityId;
    const known = typeof rawId === 'string' ? this.entities.find(rawId) : undefined;
    const uuid = known === undefined ? readUuid(rawId) : known.themeparksWikiId;
    if (uuid === INVALID) return this.rejectId(rawId);

    const recordedAtMs = typeof event.eventTime === 'string' ? parseInstantMs(event.eventTime) : NaN;
    if (!(recordedAtMs >= this.options.minInstantMs && recordedAtMs < this.options.maxInstantMs)) {
      return this.rejectTime(event.eventTime, recordedAtMs);
    }

    const entity = known ?? this.entities.add(rawId as string, uuid, this.index);
    this.entities.observe(entity, event, recordedAtMs, this.note);
    this.checkLocalTime(event, entity.timezone, recordedAtMs);
    if (recordedAtMs < this.nearFileDayFromMs || recordedAtMs >= this.nearFileDayUntilMs) {
      this.note('OUTSIDE_FILE_DAY', 'eventTime', event.eventTime);
    }
    const data = this.readData(event.data);
    this.event = event;
    this.hasLocalTime = false;
    const showTimes = data.showtimes === undefined ? null : this.readShowTimes(data.showtimes, entity);
    const { status, waitMinutes, queues } = readObservation(data, PATHS, this.context);
    const statusCode = STATUS_CODES.get(status) ?? STATUS_UNKNOWN;
    const row = this.snapshots.add(recordedAtMs, statusCode, waitMinutes ?? WAIT_UNKNOWN, entity.index, this.index);
    for (const queue of queues) this.queues.push({ row, queue });
    if (showTimes !== null) this.showTimes.push({ row, json: showTimes });
  }

  /** Notes bytes after the last stream of the file; called after all events. */
  noteTrailingBytes(bytes: Buffer): void {
    const value = { bytes: bytes.length, first: bytes.subarray(0, 16).toString('hex') };
    this.issues.note('TRAILING_BYTES', 'file', this.nextIndex, value);
  }

  finish(): ParsedFile {
    for (const entity of this.entities.records) {
      if (entity.names.size > 0 || this.isOtherPark(entity.parkId.value)) continue;
      this.issues.note('MISSING_NAME', 'name', entity.firstEventIndex, entity.themeparksWikiId);
    }
    const snapshots = this.snapshots.build();
    return {
      read: this.read,
      rejected: this.rejected,
      entities: this.entities.records.map((record) => record.toParsedEntity()),
      snapshots,
      queues: this.queues,
      // The list of an attraction is always empty; that of a show ends an earlier one.
      showTimes: this.showTimes.filter(({ row }) => this.entities.records[snapshots.entityIndex[row]!]!.isShow),
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
      // The ride of a rejected event is unknown, so the park that it names decides.
      this.read--;
      return;
    }
    this.rejected++;
    this.issues.reject(reason, field, this.index, value);
  }

  private rejectId(rawId: unknown): void {
    this.reject(isWithoutValue(rawId) ? 'MISSING_ENTITY_ID' : 'INVALID_ENTITY_ID', 'entityId', rawId);
  }

  private rejectTime(eventTime: unknown, recordedAtMs: number): void {
    if (!Number.isNaN(recordedAtMs)) this.reject('EVENT_TIME_OUT_OF_RANGE', 'eventTime', eventTime);
    else this.reject(isWithoutValue(eventTime) ? 'MISSING_EVENT_TIME' : 'INVALID_EVENT_TIME', 'eventTime', eventTime);
  }

  /** Unreadable data counts like missing data: the state is unknown, and the previous one does not continue. */
  private readData(raw: unknown): JsonObject {
    const data = raw ?? NO_DATA;
    if (isJsonObject(data)) return data;
    this.note('INVALID_DATA', 'data', raw);
    return NO_DATA;
  }

  private noteLocalTime(field: string, value: unknown): void {
    if (!this.hasLocalTime) this.note('LOCAL_TIME_WITHOUT_OFFSET', 'event', { field, value });
    this.hasLocalTime = true;
  }

  /** Checked only if the event itself names the zone: other events of the entity may be from another time. */
  private checkLocalTime({ timezone, localTime }: JsonObject, zone: LatestField, atMs: number): void {
    if (zone.value === null || timezone !== zone.raw) return;
    const field = this.localTimes.contradiction(zone.value, localTime, atMs);
    if (field !== null) this.note('LOCAL_TIME_CONTRADICTS_ZONE', field, localTime);
  }

  /** Null: none, or none that can be stored. */
  private readShowTimes(raw: unknown, entity: EntityRecord): string | null {
    if (this.isShowType(raw)) entity.isShow = true;
    else return Array.isArray(raw) ? NO_SHOW_TIMES : null;
    const text = JSON.stringify(raw);
    if (entity.lastShowTimes?.raw === text) return entity.lastShowTimes.json;
    const json = showTimesJson(raw, 'data.showtimes', this.context);
    entity.lastShowTimes = json === null || this.hasLocalTime ? null : { raw: text, json };
    return json;
  }

  /** An empty list does not indicate a show: the live API sends one for attractions too. */
  private isShowType(showtimes: unknown): boolean {
    if (isWithoutValue(showtimes)) return false;
    if (typeof showtimes === 'object') return Object.keys(showtimes).length > 0;
    this.note('INVALID_SHOWTIMES', 'data.showtimes', showtimes);
    return false;
  }
}
