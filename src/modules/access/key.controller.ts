import { Body, Delete, Get, Header, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { CurrentPrincipal } from '../../common/http/access/admitted-request.js';
import type { Principal } from '../../common/http/access/admin-access.js';
import { AdminController } from '../../common/http/admin-controller.js';
import { ApiPage, type Page, PageQuery } from '../../common/http/dto/page.js';
import { InternalId } from '../../common/http/dto/path-ids.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ApiBodyExample } from '../../common/http/openapi/body-example.js';
import { CreatedKeyView, CreateKeyBody, KeyView } from './key.dto.js';
import { KeyService } from './key.service.js';

@AdminController('keys', 'admin: access', { reads: ['keys'], writes: ['keys'] })
export class KeyController {
  constructor(private readonly keys: KeyService) {}

  @Get()
  @ApiOperation({ summary: 'API keys, also expired and revoked ones; ADMIN_API_KEY is not among them' })
  @ApiPage(KeyView, 'Keys, newest first')
  list(@Query() query: PageQuery): Promise<Page<KeyView>> {
    return this.keys.list(query);
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Create a key', description: 'The response has the key itself. It is not stored: keep it.' })
  @ApiBodyExample(CreateKeyBody, { name: 'nightly import', scopes: ['read', 'import'] })
  @ApiCreatedResponse({ type: CreatedKeyView })
  @ApiErrors('KEY_STATE_CONFLICT')
  create(@Body() body: CreateKeyBody, @CurrentPrincipal() principal: Principal): Promise<CreatedKeyView> {
    return this.keys.create(body, principal);
  }

  @Delete(':keyId')
  @ApiOperation({ summary: 'Revoke a key and its sessions, immediately and in every process' })
  @ApiOkResponse({ type: KeyView })
  @ApiErrors('KEY_NOT_FOUND', 'KEY_STATE_CONFLICT')
  revoke(@InternalId('keyId') keyId: number, @CurrentPrincipal() { name }: Principal): Promise<KeyView> {
    return this.keys.revoke(keyId, name);
  }
}
