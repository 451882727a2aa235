import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { reasonText } from '../../common/domain-error.js';
import {
  AdminAccess,
  type CredentialStore,
  type StoredKey,
  type StoredSession,
} from '../../common/http/access/admin-access.js';
import { BootstrapKey } from '../../common/http/access/bootstrap-key.js';
import type { Scope } from '../../common/http/access/scopes.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { AdminSessionRepository } from './admin-session.repository.js';
import { ApiKeyRepository } from './api-key.repository.js';
import type { ApiKey } from './api-key.entity.js';
import { sha256 } from './key-text.js';

/** How long a key may be used before the time of its last use is written again. */
const NOTE_USE_EVERY_MS = 5 * MINUTE_MS;

/** Keys and sessions in the database, for the checks of requests. */
@Injectable()
export class Credentials implements CredentialStore, OnModuleInit {
  private readonly logger = new Logger(Credentials.name);
  private readonly notedAtMs = new Map<number, number>();

  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly sessions: AdminSessionRepository,
    private readonly bootstrap: BootstrapKey,
    private readonly clock: Clock,
    private readonly moduleRef: ModuleRef,
  ) {}

  onModuleInit(): void {
    this.moduleRef.get(AdminAccess, { strict: false }).useStore(this);
  }

  async findKey(key: string): Promise<StoredKey | null> {
    const row = await this.keys.findByText(key);
    return row === null ? null : storedKey(row);
  }

  /** The hash of a session of ADMIN_API_KEY depends on that key: when it changes, the session is not found. */
  async findSession(token: string): Promise<StoredSession | null> {
    const hashes = [sha256(token), this.bootstrap.sign(token)];
    const session = await this.sessions.findCurrent(hashes, this.clock.now());
    if (session === null) return null;
    const { sessionId, createdAt, expiresAt, keyId, tokenHash } = session;
    if (keyId === null) return tokenHash === hashes[1] ? { sessionId, createdAt, expiresAt, key: null } : null;
    const key = await this.keys.findById(keyId);
    return key === null ? null : { sessionId, createdAt, expiresAt, key: storedKey(key) };
  }

  noteUse(keyId: number): void {
    const now = this.clock.now();
    if (now.getTime() - (this.notedAtMs.get(keyId) ?? -Infinity) < NOTE_USE_EVERY_MS) return;
    this.notedAtMs.set(keyId, now.getTime());
    const olderThan = new Date(now.getTime() - NOTE_USE_EVERY_MS);
    this.keys.noteUse(keyId, now, olderThan).catch((error: unknown) => {
      this.logger.warn(`the use of key ${keyId} could not be noted: ${reasonText(error)}`);
    });
  }
}

const storedKey = ({ keyId, name, kind, scopes, requestsPerMinute, expiresAt, revokedAt }: ApiKey): StoredKey => ({
  ...{ keyId, name, kind, requestsPerMinute, expiresAt, revokedAt },
  scopes: scopesIn(scopes),
});

/** The scopes in a column of api_keys. */
export const scopesIn = (column: string): Scope[] => (column === '' ? [] : (column.split(',') as Scope[]));
