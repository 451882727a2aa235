import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { AppConfig } from '../../common/config/app-config.js';
import { SESSION_COOKIE, sessionTokenOf } from '../../common/http/access/admin-access.js';
import { isOverTls } from '../../common/http/request-headers.js';
import { DAY_MS } from '../../common/time/calendar.js';

/** The browser keeps the cookie this long after the last sign-in or refresh; the server ends the session before. */
const KEEP_MS = DAY_MS;

/** The cookie of a session: no script reads it, and no other site sends it. */
@Injectable()
export class SessionCookie {
  constructor(private readonly config: AppConfig) {}

  set(request: Request, response: Response, token: string): void {
    response.cookie(SESSION_COOKIE, token, { ...this.options(request), maxAge: KEEP_MS });
  }

  prolong(request: Request, response: Response): void {
    const token = sessionTokenOf(request);
    if (token !== undefined) this.set(request, response, token);
  }

  clear(request: Request, response: Response): void {
    response.clearCookie(SESSION_COOKIE, this.options(request));
  }

  private options(request: Request): CookieOptions {
    const { TRUST_PROXY, BASE_PATH: path = '/' } = this.config;
    return { httpOnly: true, sameSite: 'strict', secure: isOverTls(request, TRUST_PROXY), path };
  }
}
