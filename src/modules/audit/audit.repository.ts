import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { readJson } from '../../common/database/sql-helpers.js';
import type { AuditEntry } from '../../common/http/access/audit-trail.js';
import { storableJson } from '../../common/reading/canonical-json.js';
import { AuditEntryRow } from './audit-entry.entity.js';
import type { AuditQuery } from './audit.dto.js';

/** Rows of audit_log: only added and read. */
@Injectable()
export class AuditRepository {
  constructor(@InjectRepository(AuditEntryRow) private readonly entries: Repository<AuditEntryRow>) {}

  async add({ requestBody, stateBefore, stateAfter, ...entry }: AuditEntry, recordedAt: Date): Promise<void> {
    const states = {
      requestBody: objectOf(requestBody),
      stateBefore: objectOf(stateBefore),
      stateAfter: objectOf(stateAfter),
    };
    await this.entries
      .createQueryBuilder()
      .insert()
      .values({ ...entry, ...states, recordedAt })
      .updateEntity(false)
      .execute();
  }

  /** Newest first: one more than the limit, if there are more. */
  async find({ limit, cursor, actor, action, requestId, outcome, from, to }: AuditQuery): Promise<AuditEntryRow[]> {
    const query = this.entries
      .createQueryBuilder('entry')
      .orderBy('entry.entryId', 'DESC')
      .limit(limit + 1);
    if (cursor !== undefined) query.andWhere('entry.entryId < :cursor', { cursor });
    if (actor !== undefined) query.andWhere('entry.actor = :actor', { actor });
    if (action !== undefined) query.andWhere('INSTR(entry.action, :action) > 0', { action });
    if (requestId !== undefined) query.andWhere('entry.requestId = :requestId', { requestId });
    if (outcome !== undefined) query.andWhere('entry.outcome = :outcome', { outcome });
    if (from !== undefined) query.andWhere('entry.recordedAt >= :from', { from: new Date(from) });
    if (to !== undefined) query.andWhere('entry.recordedAt < :to', { to: new Date(to) });
    return query.getMany();
  }
}

/** The columns are documented as objects, so a single value becomes one. */
function objectOf(value: unknown): object | null {
  const stored = readJson<unknown>(storableJson(value));
  return typeof stored === 'object' ? stored : { value: stored };
}
