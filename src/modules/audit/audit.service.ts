import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AuditTrail } from '../../common/http/access/audit-trail.js';
import { DateRangeError } from '../../common/time/date-range.js';
import { Clock } from '../../common/time/clock.js';
import type { AuditEntryRow } from './audit-entry.entity.js';
import type { AuditEntryView, AuditPageView, AuditQuery } from './audit.dto.js';
import { AuditRepository } from './audit.repository.js';

/** The audit log: records changes, and lists them. */
@Injectable()
export class AuditService implements OnModuleInit {
  constructor(
    private readonly entries: AuditRepository,
    private readonly clock: Clock,
    private readonly moduleRef: ModuleRef,
  ) {}

  onModuleInit(): void {
    const trail = this.moduleRef.get(AuditTrail, { strict: false });
    trail.useRecorder((entry) => this.entries.add(entry, this.clock.now()));
  }

  /** @throws DateRangeError */
  async list(query: AuditQuery): Promise<AuditPageView> {
    const { from, to } = query;
    if (from !== undefined && to !== undefined && new Date(to) < new Date(from))
      throw DateRangeError.reversed({ from, to });
    const rows = await this.entries.find(query);
    const data = rows.slice(0, query.limit).map(viewOf);
    return { data, nextCursor: rows.length > query.limit ? data.at(-1)!.entryId : null };
  }
}

const viewOf = ({ stateBefore, stateAfter, ...row }: AuditEntryRow): AuditEntryView => ({
  ...row,
  before: stateBefore,
  after: stateAfter,
});
