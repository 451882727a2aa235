import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, IsNull, type Repository } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { insertRow } from '../../common/database/insert.js';
import { DataQualityLog } from '../findings/data-quality-log.entity.js';
import { DataExclusion, DataExclusionHistory } from './data-exclusion.entity.js';
import type {
  ExclusionAction,
  ExclusionInterval,
  ExclusionOrigin,
  ExclusionTarget,
  RuleReason,
  StoredExclusion,
} from './exclusion.js';
import {
  type ParkOfExclusion,
  selectInForceOfRules,
  selectOfRule,
  selectOpen,
  selectParkForUpdate,
  selectParkOfRide,
  selectParksOf,
  selectStored,
  updateFinding,
} from './exclusion.sql.js';
import type { ExclusionMoveView } from './exclusions.dto.js';

export interface ExclusionRow extends Omit<StoredExclusion, 'exclusionId' | 'revokedOrigin' | 'decidedBy' | 'logId'> {
  fingerprint: string | null;
  findingFingerprint: string | null;
  note: string | null;
  createdBy: string | null;
  now: Date;
}

export interface Revocation {
  origin: ExclusionOrigin;
  by: string | null;
  note: string | null;
}

export interface ExclusionMove extends ExclusionInterval, Revocation {
  exclusionId: number;
  /** Identifies an exclusion of a rule, with its present start; null: made by a person. */
  fingerprint: string | null;
  action: ExclusionAction;
  now: Date;
}

const finding = columnsOf(DataQualityLog);
const LOG_ID_OF_FINDING = `(SELECT ${finding.logId} FROM ${tableOf(DataQualityLog)} WHERE ${finding.fingerprint} = :finding)`;

/** Exclusions and their history. Changes are part of the caller's transaction; every change adds a row of history. */
@Injectable()
export class ExclusionRepository {
  constructor(
    @InjectRepository(DataExclusion) private readonly exclusions: Repository<DataExclusion>,
    @InjectRepository(DataExclusionHistory) private readonly changes: Repository<DataExclusionHistory>,
  ) {}

  /** Locks the park until the end of the transaction, so that its exclusions are changed one after the other. */
  async lockPark(manager: EntityManager, parkId: number): Promise<{ timezone: string | null } | null> {
    return selectParkForUpdate(manager, parkId);
  }

  /** The park of a ride; null: the ride does not exist. */
  async findParkOfRide(manager: EntityManager, rideId: number): Promise<number | null> {
    return selectParkOfRide(manager, rideId);
  }

  async find(manager: EntityManager, exclusionId: number): Promise<StoredExclusion | null> {
    return selectStored(manager, exclusionId);
  }

  /** Exclusions of one rule and target that overlap or adjoin the interval, earliest first. */
  async findOfRule(
    reason: RuleReason,
    target: ExclusionTarget,
    interval: ExclusionInterval,
    manager = this.exclusions.manager,
  ): Promise<StoredExclusion[]> {
    return selectOfRule(manager, reason, target, interval);
  }

  /** Exclusions of these rules in force that overlap the interval, of a park and of the rides now in it. */
  async findInForceOfRules(
    parkId: number,
    reasons: readonly RuleReason[],
    interval: ExclusionInterval,
  ): Promise<StoredExclusion[]> {
    return selectInForceOfRules(this.exclusions.manager, parkId, reasons, interval);
  }

  /** Exclusions of rules still in progress, including those that a person revoked. */
  async findOpen(): Promise<StoredExclusion[]> {
    return selectOpen(this.exclusions.manager);
  }

  /** The parks whose statistics depend on the exclusion. */
  async findParks(manager: EntityManager, exclusionId: number): Promise<ParkOfExclusion[]> {
    return selectParksOf(manager, exclusionId);
  }

  /** Oldest first. */
  async findHistory(exclusionId: number): Promise<ExclusionMoveView[]> {
    const changes = await this.changes.find({ where: { exclusionId }, order: { historyId: 'ASC' } });
    return changes.map(({ action, origin, changedBy, note, fromAt, toAt, changedAt }) => {
      return { action, origin, changedBy, note, from: fromAt, to: toAt, changedAt };
    });
  }

  async linkFinding(manager: EntityManager, exclusionId: number, findingFingerprint: string): Promise<void> {
    await updateFinding(manager, exclusionId, findingFingerprint);
  }

  /** The findings that no exclusion in force refers to any more. */
  async findUnlinkedFindings(manager: EntityManager, logIds: readonly number[]): Promise<number[]> {
    if (logIds.length === 0) return [];
    const linked = await manager.withRepository(this.exclusions).find({
      select: { exclusionId: true, logId: true },
      where: { revokedAt: IsNull(), logId: In(logIds.map(String)) },
    });
    const ids = new Set(linked.map(({ logId }) => Number(logId)));
    return logIds.filter((logId) => !ids.has(logId));
  }

  async insert(manager: EntityManager, row: ExclusionRow): Promise<number> {
    const { parkId, rideId, fromMs, toMs, scope, reason, origin, fingerprint, findingFingerprint, now } = row;
    await this.releaseFingerprint(manager, fingerprint);
    const { identifiers } = await manager
      .withRepository(this.exclusions)
      .createQueryBuilder()
      .insert()
      .values({
        ...{ parkId, rideId, fromAt: new Date(fromMs), toAt: dateOrNull(toMs), scope, reason, origin, fingerprint },
        ...{ note: row.note, createdBy: row.createdBy, createdAt: now, updatedAt: now },
        logId: findingFingerprint === null ? null : () => LOG_ID_OF_FINDING,
      })
      .setParameter('finding', findingFingerprint)
      .execute();
    const { exclusionId } = identifiers[0] as Pick<DataExclusion, 'exclusionId'>;
    const { createdBy: by, note } = row;
    await this.addHistory(manager, { exclusionId, action: 'CREATED', origin, by, note, fromMs, toMs, now });
    return exclusionId;
  }

  async move(manager: EntityManager, move: ExclusionMove): Promise<void> {
    const { exclusionId, action, origin, by, note, fingerprint, fromMs, toMs, now } = move;
    await this.releaseFingerprint(manager, fingerprint);
    const revocation = {
      CREATED: {},
      CHANGED: {},
      REVOKED: { revokedAt: now, revokedOrigin: origin, revokedBy: by, revokeNote: note },
      RESTORED: { revokedAt: null, revokedOrigin: null, revokedBy: null, revokeNote: null },
    }[action];
    await manager
      .withRepository(this.exclusions)
      .update(
        { exclusionId },
        { fromAt: new Date(fromMs), toAt: dateOrNull(toMs), fingerprint, updatedAt: now, ...revocation },
      );
    await this.addHistory(manager, move);
  }

  async markExamined(exclusionIds: readonly number[], at: Date): Promise<void> {
    if (exclusionIds.length === 0) return;
    await this.exclusions.update({ exclusionId: In(exclusionIds) }, { examinedAt: at });
  }

  /** Several exclusions may share rule, target and start, such as revoked ones; the last changed one owns the fingerprint. */
  private async releaseFingerprint(manager: EntityManager, fingerprint: string | null): Promise<void> {
    if (fingerprint === null) return;
    await manager.withRepository(this.exclusions).update({ fingerprint }, { fingerprint: null });
  }

  private async addHistory(manager: EntityManager, move: Omit<ExclusionMove, 'fingerprint'>): Promise<void> {
    const { exclusionId, action, origin, by, note, fromMs, toMs, now } = move;
    const interval = { fromAt: new Date(fromMs), toAt: dateOrNull(toMs) };
    const change = { exclusionId, action, origin, changedBy: by, note, changedAt: now, ...interval };
    await insertRow(manager.withRepository(this.changes), change);
  }
}

const dateOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
