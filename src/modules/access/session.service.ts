import { Injectable } from '@nestjs/common';
import { csrfTokenOf, type Principal, type SessionOfPrincipal } from '../../common/http/access/admin-access.js';
import { BootstrapKey } from '../../common/http/access/bootstrap-key.js';
import { ForbiddenError, UnauthorizedError } from '../../common/http/http-errors.js';
import { DAY_MS, HOUR_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { AdminSessionRepository } from './admin-session.repository.js';
import { randomToken, sha256 } from './key-text.js';
import type { SessionView } from './session.dto.js';

const SESSION_MS = 12 * HOUR_MS;
/** However often it is refreshed, a session ends then. */
const LONGEST_MS = 7 * DAY_MS;
const KEEP_EXPIRED_MS = 30 * DAY_MS;

/** A session and the token for its cookie. */
export interface BegunSession {
  token: string;
  view: SessionView;
}

/** Sessions of people who signed in with a key. */
@Injectable()
export class SessionService {
  constructor(
    private readonly sessions: AdminSessionRepository,
    private readonly bootstrap: BootstrapKey,
    private readonly clock: Clock,
  ) {}

  /** @throws ForbiddenError for a public key */
  async begin(principal: Principal): Promise<BegunSession> {
    if (principal.scopes.length === 0) throw new ForbiddenError(principal.name, ['read']);
    const createdAt = this.clock.now();
    await this.sessions.removeExpired(new Date(createdAt.getTime() - KEEP_EXPIRED_MS));
    const token = randomToken();
    const { keyId } = principal;
    const tokenHash = keyId === null ? this.bootstrap.sign(token) : sha256(token);
    const expiresAt = new Date(createdAt.getTime() + SESSION_MS);
    const sessionId = String(await this.sessions.insert({ tokenHash, keyId, createdAt, expiresAt }));
    const session = { sessionId, createdAt, expiresAt, csrfToken: csrfTokenOf(token) };
    return { token, view: this.viewOf({ ...principal, session }) };
  }

  viewOf({ name, keyId, scopes, session }: Principal): SessionView {
    const { expiresAt = null, csrfToken = null } = session ?? {};
    return { name, keyId, scopes: [...scopes], expiresAt, csrfToken };
  }

  /** Prolongs the session to 12 hours from now. @throws UnauthorizedError if the request has no session */
  async refresh(principal: Principal): Promise<SessionView> {
    const session = sessionOf(principal);
    const now = this.clock.now();
    const latestMs = session.createdAt.getTime() + LONGEST_MS;
    const expiresAt = new Date(Math.min(now.getTime() + SESSION_MS, latestMs));
    if (!(await this.sessions.prolong(session.sessionId, expiresAt, now))) throw new UnauthorizedError('SESSION_ENDED');
    return this.viewOf({ ...principal, session: { ...session, expiresAt } });
  }

  /** @throws UnauthorizedError if the request has no session */
  async end(principal: Principal): Promise<void> {
    await this.sessions.end(sessionOf(principal).sessionId, this.clock.now());
  }
}

function sessionOf({ session }: Principal): SessionOfPrincipal {
  if (session === null) throw new UnauthorizedError('NO_SESSION');
  return session;
}
