import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../time/clock.js';
import { BootstrapKey } from './bootstrap-key.js';
import { hasKeyInBody, type Scope, SCOPES } from './scopes.js';

/** Who sends an admin request. */
export interface Principal {
  /** Null: the bootstrap key. */
  keyId: number | null;
  name: string;
  scopes: readonly Scope[];
  /** Null: the request sends the key itself. */
  session: SessionOfPrincipal | null;
}

export interface SessionOfPrincipal {
  sessionId: string;
  createdAt: Date;
  expiresAt: Date;
  csrfToken: string;
}

export type RefusalReason = 'MISSING' | 'WRONG' | 'REVOKED' | 'EXPIRED' | 'SESSION_ENDED' | 'NO_SESSION';
export type Access = { principal: Principal } | { refusal: RefusalReason };

/** A key in the database. */
export interface StoredKey {
  keyId: number;
  name: string;
  kind: 'ADMIN' | 'PUBLIC';
  /** None: a public key. */
  scopes: readonly Scope[];
  /** Of a public key. */
  requestsPerMinute: number | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** A session that has neither ended nor expired. */
export interface StoredSession {
  sessionId: string;
  createdAt: Date;
  expiresAt: Date;
  /** Null: of the bootstrap key. */
  key: StoredKey | null;
}

/** Keys and sessions in the database. A program without it accepts the bootstrap key only. */
export interface CredentialStore {
  /** Null: there is no such key. */
  findKey(key: string): Promise<StoredKey | null>;
  findSession(token: string): Promise<StoredSession | null>;
  /** Remembers when a key was last used. */
  noteUse(keyId: number): void;
}

export const BOOTSTRAP_NAME = 'ADMIN_API_KEY';
export const SESSION_COOKIE = 'warehouse_session';
/** All keys of the database begin with it. */
export const KEY_PREFIX = 'wh_';

const ACCESS = Symbol('access');
type CheckedRequest = IncomingMessage & { [ACCESS]?: Promise<Access> };

/** Finds out who sends a request: by key, or by the cookie of a session. */
@Injectable()
export class AdminAccess {
  private store: CredentialStore | null = null;

  constructor(
    private readonly bootstrap: BootstrapKey,
    private readonly clock: Clock,
  ) {}

  useStore(store: CredentialStore): void {
    this.store = store;
  }

  /** Checks the request at its first call. @throws if the database is needed and does not respond */
  of(context: ExecutionContext): Promise<Access> {
    const request = context.switchToHttp().getRequest<Request & CheckedRequest>();
    return (request[ACCESS] ??= hasKeyInBody(context.getHandler())
      ? this.ofBody(request.body)
      : this.ofHeaders(request));
  }

  /** Why a request that was admitted would be refused now; null: it still is admitted. For long responses. */
  async refusalNow(request: IncomingMessage): Promise<RefusalReason | null> {
    const access = await this.ofHeaders(request);
    return 'refusal' in access ? access.refusal : null;
  }

  /** The public key that a request to a public route sends; null: none, or something that is not a key of the database. */
  async publicKeyOf(request: IncomingMessage): Promise<StoredKey | RefusalReason | null> {
    const given = bearerKeyOf(request);
    if (this.store === null || given?.startsWith(KEY_PREFIX) !== true) return null;
    const key = await this.store.findKey(given);
    const refusal = this.refusalOf(key);
    if (refusal !== null) return refusal;
    this.store.noteUse(key!.keyId);
    return key!.kind === 'PUBLIC' ? key : null;
  }

  private async ofBody(body: unknown): Promise<Access> {
    const key = (body as { key?: unknown } | undefined)?.key;
    return typeof key === 'string' && key !== '' ? this.ofKey(key) : { refusal: 'MISSING' };
  }

  private async ofHeaders(request: IncomingMessage): Promise<Access> {
    const key = bearerKeyOf(request);
    if (key !== undefined) return this.ofKey(key);
    const token = sessionTokenOf(request);
    return token === undefined ? { refusal: 'MISSING' } : this.ofSession(token);
  }

  private async ofKey(given: string): Promise<Access> {
    if (this.bootstrap.matches(given)) return { principal: principalOf(null, null) };
    const key = (await this.store?.findKey(given)) ?? null;
    const refusal = this.refusalOf(key);
    if (refusal !== null) return { refusal };
    this.store!.noteUse(key!.keyId);
    return { principal: principalOf(key, null) };
  }

  private async ofSession(token: string): Promise<Access> {
    const session = (await this.store?.findSession(token)) ?? null;
    if (session === null) return { refusal: 'SESSION_ENDED' };
    const { key, ...rest } = session;
    const refusal = key === null ? null : this.refusalOf(key);
    if (refusal !== null) return { refusal };
    if (key !== null) this.store!.noteUse(key.keyId);
    return { principal: principalOf(key, { ...rest, csrfToken: csrfTokenOf(token) }) };
  }

  private refusalOf(key: StoredKey | null): RefusalReason | null {
    if (key === null) return 'WRONG';
    if (key.revokedAt !== null) return 'REVOKED';
    return key.expiresAt !== null && key.expiresAt <= this.clock.now() ? 'EXPIRED' : null;
  }
}

function principalOf(key: StoredKey | null, session: SessionOfPrincipal | null): Principal {
  return key === null
    ? { keyId: null, name: BOOTSTRAP_NAME, scopes: SCOPES, session }
    : { keyId: key.keyId, name: key.name, scopes: key.scopes, session };
}

/** The CSRF token of a session: a page of another origin cannot read the cookie, and so cannot compute it. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('csrf').digest('base64url');
}

function bearerKeyOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
}

/** The token in the cookie of a session; undefined if there is none. */
export function sessionTokenOf({ headers }: IncomingMessage): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  const token = own?.slice(SESSION_COOKIE.length + 1);
  return token === '' ? undefined : token;
}
