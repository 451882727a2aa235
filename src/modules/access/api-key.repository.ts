import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThan, type Repository } from 'typeorm';
import { isDuplicateKey } from '../../common/database/database-errors.js';
import { insertRow } from '../../common/database/insert.js';
import { ApiKey } from './api-key.entity.js';
import { prefixOf, sha256 } from './key-text.js';

export type NewKeyRow = Omit<ApiKey, 'keyId' | 'activeName' | 'lastUsedAt' | 'revokedAt' | 'revokedBy'>;

/** Rows of api_keys. */
@Injectable()
export class ApiKeyRepository {
  constructor(@InjectRepository(ApiKey) private readonly keys: Repository<ApiKey>) {}

  /** The key with this text, even if it is revoked or expired; the text is compared in constant time. */
  async findByText(key: string): Promise<ApiKey | null> {
    const keyPrefix = prefixOf(key);
    const row = keyPrefix === null ? null : await this.keys.findOneBy({ keyPrefix });
    if (row === null) return null;
    return timingSafeEqual(Buffer.from(row.keyHash, 'hex'), Buffer.from(sha256(key), 'hex')) ? row : null;
  }

  async findById(keyId: number): Promise<ApiKey | null> {
    return this.keys.findOneBy({ keyId });
  }

  /** Newest first. */
  async findPage({ limit, offset }: { limit: number; offset: number }): Promise<[ApiKey[], number]> {
    return this.keys.findAndCount({ order: { keyId: 'DESC' }, take: limit, skip: offset });
  }

  /** Null: a key in force has the name. */
  async insert(row: NewKeyRow): Promise<number | null> {
    try {
      return await insertRow(this.keys, { ...row, activeName: row.name });
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** False: it was revoked already. */
  async revoke(keyId: number, revokedBy: string, revokedAt: Date): Promise<boolean> {
    const { affected } = await this.keys.update(
      { keyId, revokedAt: IsNull() },
      { revokedAt, revokedBy, activeName: null },
    );
    return affected === 1;
  }

  /** Does nothing if another process noted a use since `olderThan`. */
  async noteUse(keyId: number, usedAt: Date, olderThan: Date): Promise<void> {
    await this.keys.update(
      [
        { keyId, lastUsedAt: IsNull() },
        { keyId, lastUsedAt: LessThan(olderThan) },
      ],
      { lastUsedAt: usedAt },
    );
  }
}
