import { Logger } from '@nestjs/common';
import type { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, startOfUtcDay } from '../../../common/time/calendar.js';
import { monthStartMs } from '../../../common/time/months.js';
import { EARLIEST_MONTH } from '../../snapshots/partitions/partition-plan.js';
import { CorruptFileError, type ParsedEntity, type ParseOptions } from '../parser/parsed-file.js';
import { ArchiveAccessError, ArchiveObjectMissingError, ArchiveUnavailableError } from '../source/archive-errors.js';
import type { ArchiveObject, ArchiveSource } from '../source/archive-source.js';
import type { EntityAssigner } from './entity-assigner.js';
import { type ParsedTicket, ParseFailedError, type ParsePool, ParseWorkerDiedError } from './parse-pool.js';
import type { PreparedFile, PrepareOptions, RideAssignment, RowFormat } from './prepare-file.js';

/** The result of one archive file before anything is written. */
export type FileOutcome =
  | { kind: 'prepared'; object: ArchiveObject; etag: string; prepared: PreparedFile; names: RideNameUse[] }
  /** The bytes are available, but unreadable as a day of events. */
  | { kind: 'defective'; object: ArchiveObject; etag: string; defect: string; message: string }
  /** All attempts to fetch the file failed, or it crashed the thread that read it; a later resume tries again. */
  | { kind: 'unavailable'; object: ArchiveObject; message: string };

/** The first and last instant at which a ride used a name. */
export interface RideNameUse {
  rideId: number;
  name: string;
  firstSeenMs: number;
  lastSeenMs: number;
}

export interface PipelineOptions {
  source: ArchiveSource;
  pool: ParsePool;
  assigner: Pick<EntityAssigner, 'assign'>;
  parse: (fileDay: string) => ParseOptions;
  prepare: PrepareOptions;
  /** Files that are fetched, parsed and prepared ahead of the one being written. */
  prefetch: number;
  signal: AbortSignal;
}

type Unread = Exclude<FileOutcome, { kind: 'prepared' }>;
type Read = { kind: 'read'; etag: string; ticket: ParsedTicket } | Unread;

/** Errors of one object. If the whole archive is unreachable, they are consecutive, and the reader of outcomes stops. */
const ARCHIVE_ERRORS = [ArchiveUnavailableError, ArchiveObjectMissingError, ArchiveAccessError];

/** A thread may crash once because of another file's memory; a second crash is caused by this file. */
const MAX_READS = 2;

/**
 * Fetches and parses files ahead, in parallel, and yields them in order, ready to be written. Errors of a file are outcomes
 * and do not affect other files.
 */
export class FilePipeline {
  private readonly logger = new Logger(FilePipeline.name);

  constructor(private readonly options: PipelineOptions) {}

  async *run(objects: readonly ArchiveObject[]): AsyncGenerator<FileOutcome> {
    const abandoned = new AbortController();
    const signal = AbortSignal.any([this.options.signal, abandoned.signal]);
    const ahead: Promise<FileOutcome>[] = [];
    let previous: Promise<unknown> = Promise.resolve();
    let next = 0;
    const begin = (object: ArchiveObject): void => {
      const outcome = this.follow(object, this.read(object, signal), previous, signal);
      previous = settled(outcome);
      ahead.push(outcome);
    };
    try {
      for (;;) {
        while (ahead.length < this.options.prefetch && next < objects.length) begin(objects[next++]!);
        const first = ahead.shift();
        if (first === undefined) return;
        yield await first;
      }
    } finally {
      abandoned.abort(new Error('the pipeline was abandoned'));
      await Promise.all(ahead.map(settled));
    }
  }

  /** Registers entities in the order of the files, so that ids do not depend on the speed of downloads. */
  private async follow(
    object: ArchiveObject,
    reading: Promise<Read>,
    previous: Promise<unknown>,
    signal: AbortSignal,
  ): Promise<FileOutcome> {
    let read = (await Promise.allSettled([reading, previous]))[0];
    for (let reads = 1; ; reads++) {
      if (read.status === 'rejected') throw read.reason;
      if (read.value.kind !== 'read') return read.value;
      const { ticket, etag } = read.value;
      try {
        signal.throwIfAborted();
        return await this.prepare(object, etag, ticket);
      } catch (error) {
        if (error instanceof ParseFailedError) return this.unreadable(object, etag, error);
        if (!(error instanceof ParseWorkerDiedError)) {
          await ticket.drop().catch(() => undefined);
          throw error;
        }
        if (reads >= MAX_READS) return threadDied(object, error);
        [read] = await Promise.allSettled([this.read(object, signal)]);
      }
    }
  }

  private async prepare(object: ArchiveObject, etag: string, ticket: ParsedTicket): Promise<FileOutcome> {
    const { entities } = ticket.summary;
    const assignments = await this.options.assigner.assign(entities);
    const prepared = await ticket.prepare(assignments, this.options.prepare);
    return { kind: 'prepared', object, etag, prepared, names: nameUses(entities, assignments) };
  }

  private async read(object: ArchiveObject, signal: AbortSignal): Promise<Read> {
    let etag = object.etag;
    try {
      const fetched = await this.options.source.fetch(object, signal);
      etag = fetched.etag;
      const ticket = await this.options.pool.parse(fetched.bytes, this.options.parse(object.day));
      return { kind: 'read', etag, ticket };
    } catch (error) {
      if (error instanceof CorruptFileError) {
        return { kind: 'defective', object, etag, defect: error.defect, message: `${object.key}: ${error.message}` };
      }
      if (ARCHIVE_ERRORS.some((kind) => error instanceof kind)) {
        return { kind: 'unavailable', object, message: (error as Error).message };
      }
      if (error instanceof ParseFailedError) return this.unreadable(object, etag, error);
      if (error instanceof ParseWorkerDiedError) return threadDied(object, error);
      throw error;
    }
  }

  /** The parser failed unexpectedly: the stack is logged, and the import continues. */
  private unreadable(object: ArchiveObject, etag: string, error: ParseFailedError): Unread {
    this.logger.error(`${object.key}: ${error.details}`);
    return { kind: 'defective', object, etag, defect: 'UNREADABLE', message: `${object.key}: ${error.message}` };
  }
}

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.then(undefined, () => undefined);

/** The machine may have been short of memory, so this is not a finding about the file. */
function threadDied(object: ArchiveObject, error: ParseWorkerDiedError): Unread {
  return { kind: 'unavailable', object, message: `${object.key}: ${error.message}` };
}

function nameUses(entities: readonly ParsedEntity[], assignments: readonly RideAssignment[]): RideNameUse[] {
  return entities.flatMap((entity, index) => {
    const { rideId } = assignments[index]!;
    return rideId === 0 ? [] : entity.names.map((use) => ({ rideId, ...use }));
  });
}

/** An event may be slightly ahead of the clock; beyond two days it is rejected. */
const MAX_AHEAD_MS = 2 * DAY_MS;
/** An event may be in a file of a much later day; more than a year from the file's day it is rejected. */
const MAX_FROM_FILE_DAY_MS = 366 * DAY_MS;
const MIB = 1024 * 1024;

/** Settings for reading files, shared by runs and dry runs. */
export function pipelineSettings(
  config: AppConfig,
  nowMs: number,
  onlyParkId: string | null,
  format: RowFormat,
): Pick<PipelineOptions, 'parse' | 'prepare' | 'prefetch'> {
  return {
    parse: (fileDay) => ({
      fileDay,
      onlyParkId,
      ...instantsOf(fileDay, nowMs),
      maxInflatedBytes: config.ARCHIVE_MAX_INFLATED_MB * MIB,
    }),
    prepare: {
      batchSize: config.IMPORT_BATCH_SIZE,
      format,
      dayStartMinutes: config.parkDayStartMinutes,
      reachMs: config.observationReachMs,
    },
    prefetch: config.IMPORT_PREFETCH_FILES,
  };
}

/**
 * The instants that the events of a file may have. They are bounded by its day, because one absurd timestamp would
 * otherwise create a partition for every month in between.
 */
export function instantsOf(fileDay: string, nowMs: number): Pick<ParseOptions, 'minInstantMs' | 'maxInstantMs'> {
  const dayMs = startOfUtcDay(fileDay);
  return {
    minInstantMs: Math.max(dayMs - MAX_FROM_FILE_DAY_MS, monthStartMs(EARLIEST_MONTH)),
    maxInstantMs: Math.min(dayMs + DAY_MS + MAX_FROM_FILE_DAY_MS, nowMs + MAX_AHEAD_MS),
  };
}
