import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, LessThan, MoreThan, type Repository } from 'typeorm';
import { insertRow } from '../../common/database/insert.js';
import { AdminSession } from './admin-session.entity.js';

/** Rows of admin_sessions. */
@Injectable()
export class AdminSessionRepository {
  constructor(@InjectRepository(AdminSession) private readonly sessions: Repository<AdminSession>) {}

  /** A session that neither ended nor expired, by any of these hashes. */
  async findCurrent(tokenHashes: readonly string[], now: Date): Promise<AdminSession | null> {
    return this.sessions.findOneBy({ tokenHash: In(tokenHashes), endedAt: IsNull(), expiresAt: MoreThan(now) });
  }

  async insert(session: Pick<AdminSession, 'tokenHash' | 'keyId' | 'createdAt' | 'expiresAt'>): Promise<number> {
    return insertRow(this.sessions, session);
  }

  /** False: the session has ended in the meantime. */
  async prolong(sessionId: string, expiresAt: Date, now: Date): Promise<boolean> {
    const current = { sessionId, endedAt: IsNull(), expiresAt: MoreThan(now) };
    return (await this.sessions.update(current, { expiresAt })).affected === 1;
  }

  async end(sessionId: string, endedAt: Date): Promise<void> {
    await this.sessions.update({ sessionId, endedAt: IsNull() }, { endedAt });
  }

  /** Removes sessions that expired before this instant. */
  async removeExpired(before: Date): Promise<void> {
    await this.sessions.delete({ expiresAt: LessThan(before) });
  }
}
