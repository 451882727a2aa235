import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ONLY_AFTER_CONFLICTS, TransactionService } from '../../common/database/transaction.service.js';
import { DomainError } from '../../common/domain-error.js';
import { isTimezoneName } from '../../common/time/zones/time-zones.js';
import { type OwnPark, OwnRides } from '../catalog/own-rides/own-rides.service.js';
import { checkPosition } from '../metadata/check-position.js';
import { type OwnPosition, OwnPositions } from '../metadata/own-positions.js';
import { type CatalogLine, type CatalogProblem, NO_POSITION, parseCatalogCsv } from './catalog-csv.js';
import { ParkIndex } from './park-index.js';
import { planLine, type PlannedRide, RideIndex } from './plan-catalog.js';

export interface CatalogImportOptions {
  /** Name of the catalogue: own ids are unique within it. */
  source: string;
  /** Reports what would be done, and does nothing. */
  dryRun: boolean;
}

export interface CatalogImportReport {
  source: string;
  dryRun: boolean;
  /** Lines with a ride, good and bad ones. */
  lines: number;
  /** New rides. */
  created: number;
  /** Rides of the warehouse that now have an own id. */
  joined: number;
  /** Rides with the own id that got a UUID, a name, a type, a position or the operator's id. */
  updated: number;
  unchanged: number;
  /** Lines that were not used, in order. */
  problems: CatalogProblem[];
  /** Values that were not used, of lines that were, in order. */
  warnings: CatalogProblem[];
}

/** Rolls back the transaction of a dry run. */
class DryRun extends Error {
  constructor(readonly report: CatalogImportReport) {
    super('Dry run');
  }
}

interface Located {
  line: CatalogLine;
  park: OwnPark;
}

const byLine = (one: CatalogProblem, other: CatalogProblem): number => one.line - other.line;

type Written = PlannedRide & { rideId: number };

/**
 * Imports the rides of a catalogue of one's own. Bad lines are reported, and all others are imported, in one transaction. A
 * second run with the same file changes nothing.
 */
@Injectable()
export class CatalogImport {
  constructor(
    private readonly transactions: TransactionService,
    private readonly rides: OwnRides,
    private readonly positions: OwnPositions,
  ) {}

  async import(csv: string, options: CatalogImportOptions): Promise<CatalogImportReport> {
    try {
      return await this.transactions.run(async (manager) => {
        const report = await this.importIn(manager, csv, options);
        if (options.dryRun) throw new DryRun(report);
        return report;
      }, ONLY_AFTER_CONFLICTS);
    } catch (error) {
      if (error instanceof DryRun) return error.report;
      throw error;
    }
  }

  private async importIn(
    manager: EntityManager,
    csv: string,
    { source, dryRun }: CatalogImportOptions,
  ): Promise<CatalogImportReport> {
    const { lines, problems, warnings, total } = parseCatalogCsv(csv);
    const located = await this.locate(manager, lines, problems);
    const rides = await this.rides.lockRides(manager, {
      destinationIds: [...new Set(located.map(({ park }) => park.destinationId))],
      uuids: lines.flatMap(({ themeparksWikiId }) => themeparksWikiId ?? []),
      source,
    });
    const written = await this.write(manager, planned(located, new RideIndex(rides, source), problems), problems);
    await this.rides.recordIds(
      manager,
      written.flatMap(({ rideId, newIds }) => newIds.map((id) => ({ ...id, rideId }))),
    );
    for (const { line, internalIdOwner } of written) {
      if (internalIdOwner === null) continue;
      const message = `internal_id ${line.internalId} is not used: the ride with the own_id ${internalIdOwner} has it`;
      warnings.push({ line: line.line, message });
    }
    const positions = written.flatMap((ride) => positionOf(ride, warnings));
    const moved = await this.positions.write(manager, positions);
    const unusedLines = new Set(problems.map(({ line }) => line));
    const kinds = written.map((ride) => outcomeOf(ride, source, moved.has(ride.rideId)));
    const count = (kind: Outcome) => kinds.filter((one) => one === kind).length;
    return {
      source,
      dryRun,
      lines: total,
      created: count('CREATED'),
      joined: count('JOINED'),
      updated: count('UPDATED'),
      unchanged: count('UNCHANGED'),
      problems: problems.sort(byLine),
      warnings: warnings.filter(({ line }) => !unusedLines.has(line)).sort(byLine),
    };
  }

  /** Finds the park of each line. A park that is unknown is created if the line has its UUID and its destination. */
  private async locate(
    manager: EntityManager,
    lines: readonly CatalogLine[],
    problems: CatalogProblem[],
  ): Promise<Located[]> {
    let parks = new ParkIndex(await this.rides.findParks(manager));
    const located: Located[] = [];
    for (const line of lines) {
      if (line.destination !== null && parks.isUnknownUuid(line.park)) {
        if (line.timezone !== null && !isTimezoneName(line.timezone)) {
          problems.push({ line: line.line, message: `timezone "${line.timezone}" is no IANA name` });
          continue;
        }
        await this.createPark(manager, line, line.destination);
        parks = new ParkIndex(await this.rides.findParks(manager));
      }
      const park = parks.find(line.park);
      if (typeof park === 'string') problems.push({ line: line.line, message: park });
      else located.push({ line, park });
    }
    return located;
  }

  private async createPark(
    manager: EntityManager,
    { park, parkName, timezone }: CatalogLine,
    destination: string,
  ): Promise<void> {
    const name = parkName ?? `Park ${park.slice(0, 8)}`;
    await this.rides.createPark(manager, { themeparksWikiId: park.toLowerCase(), name, timezone }, destination);
  }

  private async write(
    manager: EntityManager,
    plans: readonly PlannedRide[],
    problems: CatalogProblem[],
  ): Promise<Written[]> {
    const written: Written[] = [];
    for (const plan of plans) {
      try {
        written.push({ ...plan, rideId: await this.writeRide(manager, plan) });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        problems.push({ line: plan.line.line, message: error.message });
      }
    }
    return written;
  }

  /** @throws DomainError before anything of the line is written */
  private async writeRide(
    manager: EntityManager,
    { line, park, ride, joins, isRenamed, isTyped }: PlannedRide,
  ): Promise<number> {
    const { name, entityType, themeparksWikiId } = line;
    if (ride === null) {
      return this.rides.create(manager, { parkId: park.parkId, name, entityType, themeparksWikiId });
    }
    if (joins === 'LINK') await this.rides.link(manager, ride.rideId, themeparksWikiId!);
    if (joins === 'NEW_UUID') await this.rides.setUuid(manager, ride.rideId, themeparksWikiId!);
    if (isRenamed) await this.rides.rename(manager, ride.rideId, name);
    if (isTyped) await this.rides.setType(manager, ride, entityType!, park.timezone);
    return ride.rideId;
  }
}

function planned(located: readonly Located[], rides: RideIndex, problems: CatalogProblem[]): PlannedRide[] {
  return located.flatMap(({ line, park }) => {
    const plan = planLine(line, park, rides);
    if (typeof plan !== 'string') return [plan];
    problems.push({ line: line.line, message: plan });
    return [];
  });
}

/** Only an implausible position is left out, not its line: whether the position or the park of the line is wrong is unknown. */
function positionOf({ line, park, ride, rideId }: Written, warnings: CatalogProblem[]): OwnPosition[] {
  const { position, name, entityType, themeparksWikiId } = line;
  if (position === null) return [];
  const checked = checkPosition(position, park.position);
  if (checked.kind === 'REFUSED') {
    const message = `${NO_POSITION}, and the park may be wrong: ${checked.description}`;
    warnings.push({ line: line.line, message });
  }
  if (checked.kind !== 'ACCEPTED') return [];
  const themeparksWikiIds = [
    ...new Set([...(ride?.uuids ?? []), ...(themeparksWikiId === null ? [] : [themeparksWikiId])]),
  ];
  return [
    {
      rideId,
      name: ride?.name ?? name,
      parkName: park.name,
      destinationName: park.destinationName,
      themeparksWikiIds,
      position: checked.position,
      entityType: ride === null ? entityType : null,
    },
  ];
}

type Outcome = 'CREATED' | 'JOINED' | 'UPDATED' | 'UNCHANGED';

function outcomeOf({ ride, joins, isRenamed, isTyped, newIds }: Written, source: string, isMoved: boolean): Outcome {
  if (ride === null) return 'CREATED';
  if (newIds.some((id) => id.source === source)) return 'JOINED';
  return joins !== null || isRenamed || isTyped || isMoved || newIds.length > 0 ? 'UPDATED' : 'UNCHANGED';
}
