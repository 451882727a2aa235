import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AdminController } from '../../common/http/admin-controller.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { AuditPageView, AuditQuery } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@AdminController('audit', 'admin: access', { reads: ['keys'] })
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOperation({ summary: 'Who changed what: every admin write, and every command that changes something' })
  @ApiOkResponse({ type: AuditPageView })
  @ApiErrors('DATE_OUT_OF_RANGE')
  list(@Query() query: AuditQuery): Promise<AuditPageView> {
    return this.audit.list(query);
  }
}
