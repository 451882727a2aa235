import {
  readName,
  readUuid,
  isWithoutValue,
  trimAscii,
  type JsonObject,
} from '../../../common/reading/field-readers.js';
import type { NoteField } from '../../snapshots/reading/reading-context.js';
import type { ParsedEntity } from './parsed-file.js';
import { isTimezoneName } from '../../../common/time/zones/time-zones.js';

/** The latest value of a field; of equal instants, the last in file order. */
export class LatestField {
  raw: unknown = undefined;
  value: string | null = null;
  private atMs = -Infinity;

  offer(raw: unknown, value: string, atMs: number): void {
    if (atMs < this.atMs) return;
    this.raw = raw;
    this.value = value;
    this.atMs = atMs;
  }

  /** Whether the raw value is unchanged: the common case, detected without reading the value. */
  repeats(raw: unknown, atMs: number): boolean {
    if (raw !== this.raw || this.value === null) return false;
    if (atMs > this.atMs) this.atMs = atMs;
    return true;
  }
}

/** An entity has one, or few after a change. A feed with a new id per event would fill the memory. */
const MAX_OPERATOR_IDS = 10;

interface NameUse {
  name: string;
  firstSeenMs: number;
  lastSeenMs: number;
}

/** The properties of one entity, merged over its events so far. */
export class EntityRecord {
  readonly names = new Map<string, NameUse>();
  readonly parkId = new LatestField();
  readonly parkSlug = new LatestField();
  readonly timezone = new LatestField();
  readonly operatorIds = new Set<string>();
  lastRawOperatorId: unknown = undefined;
  lastRawName: unknown = undefined;
  lastNameUse: NameUse | undefined = undefined;
  isShow = false;
  /** The last list of show times without local times, as text before and after reading: most events repeat it. */
  lastShowTimes: { raw: string; json: string } | null = null;
  firstSeenMs = Infinity;
  lastSeenMs = -Infinity;

  constructor(
    readonly index: number,
    readonly themeparksWikiId: string,
    /** Index of its first accepted event in the file. */
    readonly firstEventIndex: number,
  ) {}

  toParsedEntity(): ParsedEntity {
    const parkId = this.parkId.value;
    return {
      themeparksWikiId: this.themeparksWikiId,
      names: [...this.names.values()].sort((a, b) => a.firstSeenMs - b.firstSeenMs),
      parkId,
      parkSlug: this.parkSlug.value,
      timezone: this.timezone.value,
      isShow: this.isShow,
      isPark: parkId === this.themeparksWikiId,
      operatorIds: [...this.operatorIds],
      firstSeenMs: this.firstSeenMs,
      lastSeenMs: this.lastSeenMs,
    };
  }
}

/** Merges the properties of entities over the accepted events of a file. */
export class EntityCollector {
  readonly records: EntityRecord[] = [];
  /** By lower-case id, and by every other spelling in the file, so that each event needs one look-up. */
  private readonly recordById = new Map<string, EntityRecord>();
  private readonly parkIdByRaw = new Map<unknown, string | undefined>();
  private readonly timezoneByRaw = new Map<unknown, string | undefined>();

  constructor(private readonly decodeText: (raw: string) => string) {}

  find(rawId: string): EntityRecord | undefined {
    return this.recordById.get(rawId);
  }

  add(rawId: string, uuid: string, eventIndex: number): EntityRecord {
    let record = this.recordById.get(uuid);
    if (record === undefined) {
      record = new EntityRecord(this.records.length, uuid, eventIndex);
      this.records.push(record);
      this.recordById.set(uuid, record);
    }
    if (rawId !== uuid) this.recordById.set(rawId, record);
    return record;
  }

  /** Merges the properties of `event`, accepted at `atMs`, into `record`. */
  observe(record: EntityRecord, event: JsonObject, atMs: number, note: NoteField): void {
    if (atMs < record.firstSeenMs) record.firstSeenMs = atMs;
    if (atMs > record.lastSeenMs) record.lastSeenMs = atMs;
    this.observeName(record, event.name, atMs);
    if (event.internalId !== record.lastRawOperatorId) this.observeOperatorId(record, event.internalId);
    const { parkId, parkSlug, timezone } = event;
    if (!record.parkId.repeats(parkId, atMs)) this.observeParkId(record, parkId, atMs, note);
    if (!record.timezone.repeats(timezone, atMs)) this.observeTimezone(record, timezone, atMs, note);
    if (!record.parkSlug.repeats(parkSlug, atMs)) {
      const slug = readName(parkSlug, this.decodeText);
      if (slug !== null) record.parkSlug.offer(parkSlug, slug, atMs);
    }
  }

  /** A valid IANA name, or null. */
  timezoneOf(event: JsonObject): string | null {
    return isWithoutValue(event.timezone) ? null : (cached(this.timezoneByRaw, event.timezone, readTimezone) ?? null);
  }

  private observeName(record: EntityRecord, rawName: unknown, atMs: number): void {
    if (rawName !== record.lastRawName) {
      record.lastRawName = rawName;
      record.lastNameUse = this.nameUse(record, rawName);
    }
    const use = record.lastNameUse;
    if (use === undefined) return;
    if (atMs < use.firstSeenMs) use.firstSeenMs = atMs;
    if (atMs > use.lastSeenMs) use.lastSeenMs = atMs;
  }

  private observeOperatorId(record: EntityRecord, raw: unknown): void {
    record.lastRawOperatorId = raw;
    const id = typeof raw === 'number' ? String(raw) : readName(raw, this.decodeText);
    if (id !== null && record.operatorIds.size < MAX_OPERATOR_IDS) record.operatorIds.add(id);
  }

  private nameUse(record: EntityRecord, rawName: unknown): NameUse | undefined {
    const name = readName(rawName, this.decodeText);
    if (name === null) return undefined;
    let use = record.names.get(name);
    if (use === undefined) {
      use = { name, firstSeenMs: Infinity, lastSeenMs: -Infinity };
      record.names.set(name, use);
    }
    return use;
  }

  private observeParkId(record: EntityRecord, raw: unknown, atMs: number, note: NoteField): void {
    if (isWithoutValue(raw)) return;
    const parkId = cached(this.parkIdByRaw, raw, readUuid);
    if (parkId === undefined) note('INVALID_PARK_ID', 'parkId', raw);
    else record.parkId.offer(raw, parkId, atMs);
  }

  private observeTimezone(record: EntityRecord, raw: unknown, atMs: number, note: NoteField): void {
    if (isWithoutValue(raw)) return;
    const timezone = cached(this.timezoneByRaw, raw, readTimezone);
    if (timezone === undefined) note('INVALID_TIMEZONE', 'timezone', raw);
    else record.timezone.offer(raw, timezone, atMs);
  }
}

function readTimezone(raw: unknown): string | undefined {
  if (typeof raw !== 'string') return undefined;
  const name = trimAscii(raw);
  return isTimezoneName(name) ? name : undefined;
}

function cached(
  cache: Map<unknown, string | undefined>,
  raw: unknown,
  read: (raw: unknown) => string | undefined,
): string | undefined {
  // Objects are never equal to each other, so caching them would only retain them.
  if (typeof raw !== 'string') return read(raw);
  let value = cache.get(raw);
  if (value === undefined && !cache.has(raw)) {
    value = read(raw);
    cache.set(raw, value);
  }
  return value;
}
