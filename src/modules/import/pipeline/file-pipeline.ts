import { Logger } from '@nestjs/common';
import type { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { EARLIEST_MONTH, monthStartMs } from '../../snapshots/partitions/partition-plan.js';
import { CorruptFileError, type ParsedEntity, type ParseOptions } from '../parser/parsed-file.js';
import { ArchiveAccessError, ArchiveObjectMissingError, ArchiveUnavailableError } from '../source/archive-errors.js';
import type { ArchiveObject, ArchiveSource } from '../source/archive-source.js';
import type { EntityAssigner } from './entity-assigner.js';
import { type ParsedTicket, ParseFailedError, type ParsePool, ParseWorkerDiedError } from './parse-pool.js';
import type { PreparedFile, PrepareOptions, RideAssignment } from './prepare-file.js';

/** What became of one file of the archive before anything is written. */
export type FileOutcome =
  | { kind: 'prepared'; object: ArchiveObject; etag: string; prepared: PreparedFile; names: RideNameUse[] }
  /** The bytes are there, but cannot be read as a day of events. */
  | { kind: 'defective'; object: ArchiveObject; etag: string; defect: string; message: string }
  /** The bytes could not be had, after all attempts, or cost the thread that read them its life: a later resume tries again. */
  | { kind: 'unavailable'; object: ArchiveObject; message: string };

/** Between which instants a ride used a name. */
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

/** Faults of one object. Where the whole archive refuses, they come in a row, and whoever reads the outcomes stops. */
const ARCHIVE_ERRORS = [ArchiveUnavailableError, ArchiveObjectMissingError, ArchiveAccessError];

/** A thread that dies once may have been short of memory for another file; twice, it is this file. */
const MAX_READS = 2;

/**
 * Fetches and parses files ahead, in parallel, and gives them in order, ready to be written. Faults of a file are
 * outcomes, not errors: they cost only that file.
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

  /** Entities are registered in the order of the files, so that ids do not depend on which download was faster. */
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

  /** The parser met something that it was not made for: the log has where, the import goes on. */
  private unreadable(object: ArchiveObject, etag: string, error: ParseFailedError): Unread {
    this.logger.error(`${object.key}: ${error.details}`);
    return { kind: 'defective', object, etag, defect: 'UNREADABLE', message: `${object.key}: ${error.message}` };
  }
}

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.then(undefined, () => undefined);

/** May have been the machine's fault, short of memory: not a finding about the file. */
function threadDied(object: ArchiveObject, error: ParseWorkerDiedError): Unread {
  return { kind: 'unavailable', object, message: `${object.key}: ${error.message}` };
}

function nameUses(entities: readonly ParsedEntity[], assignments: readonly RideAssignment[]): RideNameUse[] {
  return entities.flatMap((entity, index) => {
    const { rideId } = assignments[index]!;
    return rideId === 0 ? [] : entity.names.map((use) => ({ rideId, ...use }));
  });
}

/** An event may be stamped a little ahead of our clock; two days ahead it is a defect. */
const MAX_AHEAD_MS = 2 * DAY_MS;
/** An event may come into a later file, even much later; more than a year from its file's day it is a defect. */
const MAX_FROM_FILE_DAY_MS = 366 * DAY_MS;
const MIB = 1024 * 1024;

/** How files are read, for a run and for a dry run alike. */
export function pipelineSettings(
  config: AppConfig,
  nowMs: number,
  onlyParkId: string | null,
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
      dayStartMinutes: config.parkDayStartMinutes,
      reachMs: config.observationReachMs,
    },
    prefetch: config.IMPORT_PREFETCH_FILES,
  };
}

/**
 * Which instants the events of a file may have. Bounded by its day: one absurd stamp would otherwise create a partition
 * for every month in between, for good.
 */
export function instantsOf(fileDay: string, nowMs: number): Pick<ParseOptions, 'minInstantMs' | 'maxInstantMs'> {
  const dayMs = Date.parse(`${fileDay}T00:00:00Z`);
  return {
    minInstantMs: Math.max(dayMs - MAX_FROM_FILE_DAY_MS, monthStartMs(EARLIEST_MONTH)),
    maxInstantMs: Math.min(dayMs + DAY_MS + MAX_FROM_FILE_DAY_MS, nowMs + MAX_AHEAD_MS),
  };
}
