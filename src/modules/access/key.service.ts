import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { DomainError } from '../../common/domain-error.js';
import { KEY_PREFIX } from '../../common/http/access/admin-access.js';
import { noteBefore } from '../../common/http/access/audit-trail.js';
import { type Scope, SCOPES } from '../../common/http/access/scopes.js';
import { type Page, pageOf, type PageQuery } from '../../common/http/dto/page.js';
import { ForbiddenError, ValidationFailedError } from '../../common/http/http-errors.js';
import { Clock } from '../../common/time/clock.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { scopesIn } from './credentials.js';
import type { ApiKey } from './api-key.entity.js';
import type { CreatedKeyView, CreateKeyBody, KeyView } from './key.dto.js';
import { newKey } from './key-text.js';

export class KeyNotFoundError extends DomainError {
  constructor(keyId: number) {
    super('KEY_NOT_FOUND', `Key ${keyId} does not exist`, { keyId });
  }
}

export class KeyStateConflictError extends DomainError {
  constructor(message: string, details: Readonly<Record<string, unknown>>) {
    super('KEY_STATE_CONFLICT', message, details);
  }
}

/** Who creates or revokes a key. */
export interface Creator {
  name: string;
  scopes: readonly Scope[];
}

/** Creates, lists and revokes API keys. */
@Injectable()
export class KeyService {
  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async list(query: PageQuery): Promise<Page<KeyView>> {
    const [rows, total] = await this.keys.findPage(query);
    return pageOf(
      rows.map((row) => this.viewOf(row)),
      total,
      query,
    );
  }

  /**
   * The only time that the key itself is returned.
   * @throws ValidationFailedError, ForbiddenError, KeyStateConflictError if a key in force has the name
   */
  async create(body: CreateKeyBody, creator: Creator): Promise<CreatedKeyView> {
    const { name, kind } = body;
    const createdAt = this.clock.now();
    this.refuseInvalid(body, createdAt);
    const scopes = SCOPES.filter((scope) => body.scopes?.includes(scope));
    const notOwn = scopes.filter((scope) => !creator.scopes.includes(scope));
    if (notOwn.length > 0) throw new ForbiddenError(creator.name, notOwn);
    const { key, keyPrefix, keyHash } = newKey();
    const isPublic = kind === 'PUBLIC';
    const keyId = await this.keys.insert({
      ...{ keyPrefix, keyHash, name, kind, createdAt, createdBy: creator.name, scopes: scopes.join(',') },
      requestsPerMinute: isPublic ? (body.requestsPerMinute ?? this.config.RATE_LIMIT_PUBLIC_PER_MINUTE) : null,
      expiresAt: body.expiresAt === undefined ? null : new Date(body.expiresAt),
    });
    if (keyId === null) throw new KeyStateConflictError(`A key in force is named "${name}" already`, { name });
    return { ...(await this.get(keyId)), key };
  }

  /** From now on every process refuses the key and its sessions. @throws KeyNotFoundError, KeyStateConflictError */
  async revoke(keyId: number, by: string): Promise<KeyView> {
    noteBefore(await this.get(keyId));
    if (!(await this.keys.revoke(keyId, by, this.clock.now()))) {
      throw new KeyStateConflictError(`Key ${keyId} is already revoked`, { keyId });
    }
    return this.get(keyId);
  }

  /** @throws KeyNotFoundError */
  async get(keyId: number): Promise<KeyView> {
    const row = await this.keys.findById(keyId);
    if (row === null) throw new KeyNotFoundError(keyId);
    return this.viewOf(row);
  }

  private refuseInvalid({ kind, scopes, requestsPerMinute, expiresAt }: CreateKeyBody, now: Date): void {
    const problems: Record<string, string[]> = {};
    if (kind === 'ADMIN' && scopes === undefined) problems.scopes = ['scopes is required for an admin key'];
    if (kind === 'PUBLIC' && scopes !== undefined) problems.scopes = ['scopes is only for admin keys'];
    if (kind === 'ADMIN' && requestsPerMinute !== undefined) {
      problems.requestsPerMinute = ['requestsPerMinute is only for public keys'];
    }
    if (expiresAt !== undefined && new Date(expiresAt) <= now) problems.expiresAt = ['expiresAt must be in the future'];
    if (Object.keys(problems).length > 0) throw new ValidationFailedError(problems);
  }

  private viewOf(row: ApiKey): KeyView {
    const { keyId, name, kind, requestsPerMinute, createdAt, createdBy, expiresAt, lastUsedAt } = row;
    const { revokedAt, revokedBy } = row;
    const isExpired = expiresAt !== null && expiresAt <= this.clock.now();
    return {
      ...{ keyId, name, startsWith: `${KEY_PREFIX}${row.keyPrefix}`, kind, scopes: scopesIn(row.scopes) },
      ...{ requestsPerMinute, status: revokedAt !== null ? 'REVOKED' : isExpired ? 'EXPIRED' : 'ACTIVE' },
      ...{ createdAt, createdBy, expiresAt, lastUsedAt, revokedAt, revokedBy },
    };
  }
}
