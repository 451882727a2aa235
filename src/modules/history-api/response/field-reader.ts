import {
  isJsonObject,
  isWithoutValue,
  type JsonObject,
  readName,
  readUuid,
} from '../../../common/reading/field-readers.js';
import { isLocalDate } from '../../../common/time/calendar.js';
import { parseInstantMs, wholeSeconds } from '../../../common/time/instants.js';
import type { ResponseReport } from './response-report.js';

/** DATETIME columns end with the year 9999; no instant here is before 1970. */
const END_OF_DATETIME_MS = Date.UTC(10_000, 0, 1);

/** An instant in whole seconds; NaN for anything that is not an instant with an offset. */
export function readInstantMs(value: unknown): number {
  const instantMs = typeof value === 'string' ? parseInstantMs(value) : NaN;
  return instantMs >= 0 && instantMs < END_OF_DATETIME_MS ? wholeSeconds(instantMs)! : NaN;
}

/**
 * Reads the fields of one object of a response. A missing or null field is null; an unreadable field is null too, and is
 * noted. No content makes a method throw.
 */
export class FieldReader {
  /**
   * @param kind the kind of object, such as `row`
   * @param place where the object is in the response, such as `entities[3].history[12]`
   */
  constructor(
    readonly fields: JsonObject,
    readonly kind: string,
    readonly place: string,
    readonly report: ResponseReport,
    known: ReadonlySet<string>,
  ) {
    report.countKeys(kind, fields, known);
  }

  /** The object in the field, to be read in turn; null if there is none. */
  object(key: string, known: ReadonlySet<string>): FieldReader | null {
    const value = this.fields[key];
    if (isWithoutValue(value)) return null;
    if (isJsonObject(value)) {
      return new FieldReader(value, `${this.kind}.${key}`, `${this.place}.${key}`, this.report, known);
    }
    this.note(key, value);
    return null;
  }

  list(key: string): readonly unknown[] {
    const value = this.fields[key];
    if (Array.isArray(value)) return value;
    if (!isWithoutValue(value)) this.report.note('NOT_A_LIST', `${this.kind}.${key}`, this.place, value);
    return [];
  }

  text(key: string): string | null {
    return this.read(key, (value) => readName(value, (raw) => raw) ?? undefined);
  }

  /** A text that must not be shortened or cleaned, such as the address of the next page. */
  verbatim(key: string): string | null {
    return this.read(key, (value) => (typeof value === 'string' ? value : undefined));
  }

  uuid(key: string): string | null {
    return this.read(key, readUuid);
  }

  /** `YYYY-MM-DD` */
  day(key: string): string | null {
    return this.read(key, (value) => (typeof value === 'string' && isLocalDate(value) ? value : undefined));
  }

  instantMs(key: string): number | null {
    return this.read(key, (value) => {
      const instantMs = readInstantMs(value);
      return Number.isNaN(instantMs) ? undefined : instantMs;
    });
  }

  /** A whole number from 0 on. */
  count(key: string): number | null {
    return this.read(key, (value) =>
      Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined,
    );
  }

  flag(key: string): boolean | null {
    return this.read(key, (value) => (typeof value === 'boolean' ? value : undefined));
  }

  /** A word is kept although it is unknown; the report counts it. */
  word(key: string, known: ReadonlySet<unknown>): string | null {
    const word = this.text(key);
    this.report.countWord(`${this.kind}.${key}`, word, known);
    return word;
  }

  private read<Value>(key: string, reader: (value: unknown) => Value | undefined): Value | null {
    const value = this.fields[key];
    if (isWithoutValue(value)) return null;
    const result = reader(value);
    if (result !== undefined) return result;
    this.note(key, value);
    return null;
  }

  private note(key: string, value: unknown): void {
    this.report.note('INVALID_VALUE', `${this.kind}.${key}`, this.place, value);
  }
}
