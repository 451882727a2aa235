import { Body, Delete, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Principal } from '../../common/http/access/admin-access.js';
import { CurrentPrincipal } from '../../common/http/access/admitted-request.js';
import { KeyInBody } from '../../common/http/access/scopes.js';
import { AdminController } from '../../common/http/admin-controller.js';
import { SessionCookie } from './session-cookie.js';
import { SessionView, SignedOutView, SignInBody } from './session.dto.js';
import { SessionService } from './session.service.js';

/** Any admin key may sign in, whatever its scopes. */
@AdminController('session', 'admin: access', { reads: [], writes: [] })
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @KeyInBody()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Sign in: exchange a key for a session of 12 hours',
    description:
      'The session is a cookie (HttpOnly, SameSite=Strict; Secure behind TLS). The response has its CSRF token.',
  })
  @ApiCreatedResponse({ type: SessionView })
  async signIn(
    @Body() _body: SignInBody,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { token, view } = await this.sessions.begin(principal);
    this.cookie.set(request, response, token);
    return view;
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Who is signed in, with which scopes and until when; and the CSRF token' })
  @ApiOkResponse({ type: SessionView })
  current(@CurrentPrincipal() principal: Principal): SessionView {
    return this.sessions.viewOf(principal);
  }

  @Post('refresh')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Prolong the session to 12 hours from now',
    description: 'A session ends 7 days after it began, however often it is refreshed.',
  })
  @ApiOkResponse({ type: SessionView })
  async refresh(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const view = await this.sessions.refresh(principal);
    this.cookie.prolong(request, response);
    return view;
  }

  @Delete()
  @ApiOperation({ summary: 'Sign out: end the session in every process' })
  @ApiOkResponse({ type: SignedOutView })
  async signOut(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignedOutView> {
    await this.sessions.end(principal);
    this.cookie.clear(request, response);
    return { signedOut: true };
  }
}
