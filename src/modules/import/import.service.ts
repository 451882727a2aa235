import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { noteBefore } from '../../common/http/access/audit-trail.js';
import { DomainError } from '../../common/domain-error.js';
import { Clock } from '../../common/time/clock.js';
import { checkDateRange, DateRangeError } from '../../common/time/date-range.js';
import { CatalogService } from '../catalog/catalog.service.js';
import { EntityRegistry } from '../catalog/registry/entity-registry.service.js';
import { historyRange } from './history-source/history-range.js';
import {
  type ChosenDays,
  hasWorker,
  type ImportMove,
  type ImportOptions,
  type ImportRecord,
  type ImportSource,
  ImportStateError,
  isInterrupted,
  type NewImport,
} from './import-record.js';
import { ImportRepository } from './import.repository.js';
import { ArchiveSource } from './source/archive-source.js';

export class ImportNotFoundError extends DomainError {
  constructor(importId: string) {
    super('IMPORT_NOT_FOUND', `Import ${importId} does not exist`, { importId });
  }
}

/** The destination already has an active import, `details.importId`. */
export class ImportInProgressError extends DomainError {
  declare readonly details: Readonly<{ importId: string; interrupted: boolean }>;

  constructor(importId: string, interrupted: boolean) {
    const hint = interrupted ? ', which was interrupted: resume or cancel it' : '';
    super('IMPORT_IN_PROGRESS', `This destination is being imported by ${importId}${hint}`, { importId, interrupted });
  }
}

export class DestinationNotFoundError extends DomainError {
  constructor(destinationId: string, source: ImportSource = 'ARCHIVE') {
    const where = source === 'ARCHIVE' ? 'archive' : 'catalogue';
    super('DESTINATION_NOT_FOUND', `The ${where} has no destination ${destinationId}`, { destinationId });
  }
}

export class UnknownParkError extends DomainError {
  constructor(themeparksWikiId: string) {
    super('PARK_NOT_FOUND', `The catalogue has no park ${themeparksWikiId}: sync the catalogue first`, {
      themeparksWikiId,
    });
  }
}

/** The options contradict each other; `details` lists the problems by option, like for any invalid input. */
export class ImportOptionsError extends DomainError {
  constructor(problems: Readonly<Record<string, string[]>>) {
    super('VALIDATION_FAILED', Object.values(problems).flat().join('; '), problems);
  }
}

/** No destination is known, so there is nothing to request from the History API. */
export class EmptyCatalogueError extends DomainError {
  constructor() {
    super('DESTINATION_NOT_FOUND', 'The catalogue has no destination: sync the catalogue first');
  }
}

/** UTC days, both included; null: that end is open. */
export interface ImportRange {
  startDate: string | null;
  endDate: string | null;
}

/** Starts, stops and resumes imports; the worker runs them. */
@Injectable()
export class ImportService {
  constructor(
    private readonly imports: ImportRepository,
    private readonly registry: EntityRegistry,
    private readonly catalog: CatalogService,
    private readonly source: ArchiveSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds an import of a destination of the archive (UUID).
   * @throws DestinationNotFoundError, ImportInProgressError, DateRangeError, ImportOptionsError,
   * ArchiveUnavailableError
   */
  async startDestination(destinationWikiId: string, range: ImportRange, options: ImportOptions): Promise<ImportRecord> {
    checkOptions(range, options);
    const known = await this.destinationsOf(options);
    if (!known.includes(destinationWikiId)) throw new DestinationNotFoundError(destinationWikiId, options.source);
    const destinationId = await this.registry.ensureDestination(destinationWikiId);
    return this.add(await this.draftOf({ destinationId, parkId: null }, range, options));
  }

  /**
   * Adds an import of one park (internal id).
   * @throws ParkNotFoundError, ImportInProgressError, DateRangeError, ImportOptionsError
   */
  async startPark(parkId: number, range: ImportRange, options: ImportOptions): Promise<ImportRecord> {
    checkOptions(range, options);
    const park = await this.catalog.getPark(parkId);
    return this.add(await this.draftOf({ destinationId: park.destinationId, parkId }, range, options));
  }

  /**
   * Like {@link startPark}, by the UUID of the park at ThemeParks.wiki.
   * @throws UnknownParkError, and what {@link startPark} throws
   */
  async startParkByUuid(themeparksWikiId: string, range: ImportRange, options: ImportOptions): Promise<ImportRecord> {
    const parkId = (await this.registry.findParkIds([themeparksWikiId])).get(themeparksWikiId);
    if (parkId === undefined) throw new UnknownParkError(themeparksWikiId);
    return this.startPark(parkId, range, options);
  }

  /**
   * Adds an import for every destination of the source; where one is already active, returns that one. Destinations in which the
   * range has not begun are left out.
   * @throws DateRangeError if it has begun in none
   */
  async startAll(range: ImportRange, options: ImportOptions): Promise<ImportRecord[]> {
    checkOptions(range, options);
    const records: ImportRecord[] = [];
    let early: DateRangeError | null = null;
    const known = await this.destinationsOf(options);
    if (known.length === 0 && options.source === 'HISTORY_API') throw new EmptyCatalogueError();
    for (const themeparksWikiId of known) {
      const destinationId = await this.registry.ensureDestination(themeparksWikiId);
      try {
        records.push(await this.addOrFind(await this.draftOf({ destinationId, parkId: null }, range, options)));
      } catch (error) {
        if (!(error instanceof DateRangeError)) throw error;
        early = error;
      }
    }
    if (early !== null && records.length === 0) throw early;
    return records;
  }

  /**
   * Adds an import of chosen days of parks of one destination from the History API; null while another import of the
   * destination is active.
   */
  async startChosenDays(destinationId: number, chosen: ChosenDays, origin: ImportOptions['origin']) {
    const days = chosen.parks.flatMap((park) => park.days).sort();
    const options: ImportOptions = { ...CHOSEN_DAYS, origin, chosen };
    const parkId = chosen.parks.length === 1 ? chosen.parks[0]!.parkId : null;
    const draft = {
      importId: newImportId(),
      destinationId,
      parkId,
      startDate: days[0]!,
      endDate: days.at(-1)!,
      options,
    };
    const record = await this.addOrFind(draft);
    return record.importId === draft.importId ? record : null;
  }

  /** The unfinished imports of chosen days, including paused ones. */
  async findOpenChosen(): Promise<ImportRecord[]> {
    return this.imports.findOpenChosen();
  }

  /** The destinations of the archive. The History API has no list of its own, so its destinations are those of the catalogue. */
  private async destinationsOf({ source }: ImportOptions): Promise<string[]> {
    const list = source === 'HISTORY_API' ? this.registry.findDestinations() : this.source.listDestinations();
    return (await list).map(({ themeparksWikiId }) => themeparksWikiId);
  }

  /** @throws ImportNotFoundError */
  async get(importId: string): Promise<ImportRecord> {
    const record = await this.imports.findByImportId(importId);
    if (record === null) throw new ImportNotFoundError(importId);
    return record;
  }

  /** Pauses a waiting import at once, a running one once the current file is finished. @throws ImportStateError */
  async pause(importId: string): Promise<ImportRecord> {
    return this.stop(importId, 'pause', 'PAUSE');
  }

  /** Imported rows are kept. @throws ImportStateError */
  async cancel(importId: string): Promise<ImportRecord> {
    return this.stop(importId, 'cancel', 'CANCEL');
  }

  /**
   * Makes a paused, failed or interrupted import ready for a worker. With `forAnyWorker`, the first free server starts it;
   * otherwise the caller does.
   * @throws ImportStateError, ImportInProgressError
   */
  async resume(importId: string, { forAnyWorker = false } = {}): Promise<ImportRecord> {
    const record = await this.get(importId);
    noteBefore({ importId, status: record.status });
    const now = this.clock.now();
    if (hasWorker(record, now)) {
      const until = `its lease ends at ${record.leaseUntil!.toISOString()} unless its process renews it`;
      throw new ImportStateError(importId, record.status, 'resume', `Import ${importId} is running: ${until}`);
    }
    const { done, active } = await this.imports.resume(record, now, forAnyWorker ? 'RESUME' : null);
    if (active !== null) throw new ImportInProgressError(active.importId, isInterrupted(active, now));
    if (!done) throw new ImportStateError(importId, record.status, 'resume');
    return this.get(importId);
  }

  private async stop(importId: string, move: ImportMove, action: 'PAUSE' | 'CANCEL'): Promise<ImportRecord> {
    const record = await this.get(importId);
    noteBefore({ importId, status: record.status });
    const now = this.clock.now();
    const running = hasWorker(record, now);
    const done = running
      ? await this.imports.requestAction(importId, action, now)
      : await this.imports.move(record, move, now);
    if (!done) throw new ImportStateError(importId, record.status, move);
    return this.get(importId);
  }

  /** A new import. Its range has no days in the future if the source is the History API. @throws DateRangeError */
  private async draftOf(
    target: Pick<Draft, 'destinationId' | 'parkId'>,
    range: ImportRange,
    options: ImportOptions,
  ): Promise<Draft> {
    const draft = { importId: newImportId(), ...target, ...range, options };
    if (options.source !== 'HISTORY_API') return draft;
    const parks = (await this.registry.findParks(target.destinationId)).filter(
      // The API has no days of a park without its UUID.
      ({ parkId, themeparksWikiId }) =>
        themeparksWikiId !== null && (target.parkId === null || target.parkId === parkId),
    );
    const zones = parks.map(({ timezone }) => timezone);
    const { range: possible, ...cut } = historyRange(range, zones, this.clock.now().getTime());
    return { ...draft, ...possible, options: { ...options, ...cut } };
  }

  private async add(draft: Draft): Promise<ImportRecord> {
    const record = await this.addOrFind(draft);
    if (record.importId !== draft.importId) {
      throw new ImportInProgressError(record.importId, isInterrupted(record, this.clock.now()));
    }
    return record;
  }

  private async addOrFind(draft: Draft): Promise<ImportRecord> {
    const added = { ...draft, createdAt: this.clock.now() };
    return (await this.imports.insertUnlessActive(added)) ?? this.get(draft.importId);
  }
}

type Draft = Omit<NewImport, 'createdAt'>;

const CHOSEN_DAYS = { source: 'HISTORY_API', onConflict: 'archive', replaceLive: false } as const;

const newImportId = (): string => `imp_${randomBytes(10).toString('hex')}`;

function checkOptions({ startDate, endDate }: ImportRange, options: ImportOptions): void {
  const { onConflict, replaceLive, reread, source } = options;
  if (source === 'HISTORY_API' && startDate === null) {
    throw new ImportOptionsError({ startDate: ['startDate is required for the History API'] });
  }
  if (source === 'HISTORY_API' && replaceLive) {
    throw new ImportOptionsError({
      replaceLive: ['replaceLive requires the archive: the History API replaces no LIVE row'],
    });
  }
  if (source === 'HISTORY_API' && onConflict === 'live') {
    throw new ImportOptionsError({
      onConflict: ['onConflict=live requires the archive: the History API never replaces a LIVE row'],
    });
  }
  if (source === 'HISTORY_API' && reread === true) {
    throw new ImportOptionsError({
      reread: ['reread requires the archive: days of the History API are always requested'],
    });
  }
  if (startDate !== null && endDate !== null) checkDateRange({ startDate, endDate });
  // The LIVE row of a shared instant would win over the ARCHIVE row and then be removed: neither would remain.
  if (replaceLive && onConflict === 'live') {
    throw new ImportOptionsError({ replaceLive: ['replaceLive cannot be combined with onConflict=live'] });
  }
}
