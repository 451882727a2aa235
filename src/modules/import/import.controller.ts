import { Body, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiOperation, getSchemaPath } from '@nestjs/swagger';
import { AdminController, NeedsRightClock } from '../../common/http/admin-controller.js';
import { ApiPage, type Page } from '../../common/http/dto/page.js';
import { ApiErrors } from '../../common/http/openapi/api-errors.js';
import { ApiBodyExample } from '../../common/http/openapi/body-example.js';
import { ArchiveDestinationsService } from './archive-destinations.service.js';
import { ImportApiService } from './import-api.service.js';
import { ArchiveDestinationList, ImportQualityReport } from './import-report.dto.js';
import { ImportView, ImportViewList } from './import.dto.js';
import { ImportId, ImportListQuery, StartImportBody } from './import-requests.dto.js';

const STARTED = {
  description: 'The import; with `allParks`, a list of imports, including those that were already running',
  schema: { oneOf: [{ $ref: getSchemaPath(ImportView) }, { $ref: getSchemaPath(ImportViewList) }] },
};

@AdminController('import', 'admin: imports', { writes: ['import'] })
export class ImportController {
  constructor(
    private readonly imports: ImportApiService,
    private readonly destinations: ArchiveDestinationsService,
  ) {}

  @Post('start')
  @NeedsRightClock()
  @ApiOperation({ summary: 'Start an import of a destination, a park, or everything; the first free worker runs it' })
  @ApiBodyExample(StartImportBody, { parkId: 1 })
  @ApiExtraModels(ImportView, ImportViewList)
  @ApiCreatedResponse(STARTED)
  @ApiErrors(
    'DATE_OUT_OF_RANGE',
    'DESTINATION_NOT_FOUND',
    'PARK_NOT_FOUND',
    'IMPORT_IN_PROGRESS',
    'ARCHIVE_UNAVAILABLE',
    'CLOCK_DISAGREES',
  )
  start(@Body() body: StartImportBody): Promise<ImportView | ImportViewList> {
    return this.imports.start(body);
  }

  @Get('status/:importId')
  @ApiOperation({ summary: 'Progress, speed and errors of an import' })
  @ApiOkResponse({ type: ImportView })
  @ApiErrors('IMPORT_NOT_FOUND')
  status(@ImportId() importId: string): Promise<ImportView> {
    return this.imports.status(importId);
  }

  @Post('pause/:importId')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause an import; a running one pauses once the current file is finished' })
  @ApiOkResponse({ type: ImportView })
  @ApiErrors('IMPORT_NOT_FOUND', 'IMPORT_STATE_CONFLICT')
  pause(@ImportId() importId: string): Promise<ImportView> {
    return this.imports.pause(importId);
  }

  @Post('resume/:importId')
  @HttpCode(200)
  @NeedsRightClock()
  @ApiOperation({ summary: 'Resume a paused, failed or interrupted import with its original range' })
  @ApiOkResponse({ type: ImportView })
  @ApiErrors('IMPORT_NOT_FOUND', 'IMPORT_STATE_CONFLICT', 'IMPORT_IN_PROGRESS', 'CLOCK_DISAGREES')
  resume(@ImportId() importId: string): Promise<ImportView> {
    return this.imports.resume(importId);
  }

  @Delete('cancel/:importId')
  @ApiOperation({ summary: 'Cancel an import; its imported rows are kept' })
  @ApiOkResponse({ type: ImportView })
  @ApiErrors('IMPORT_NOT_FOUND', 'IMPORT_STATE_CONFLICT')
  cancel(@ImportId() importId: string): Promise<ImportView> {
    return this.imports.cancel(importId);
  }

  @Get('list')
  @ApiOperation({
    summary: 'Imports, newest first. Unreadable files are only counted here; the status of each import lists them',
  })
  @ApiPage(ImportView, 'Imports, newest first')
  list(@Query() query: ImportListQuery): Promise<Page<ImportView>> {
    return this.imports.list(query);
  }

  @Get('quality/:importId')
  @ApiOperation({ summary: 'Data quality of an import: counts, gaps, issues with samples, id matching' })
  @ApiOkResponse({ type: ImportQualityReport })
  @ApiErrors('IMPORT_NOT_FOUND')
  quality(@ImportId() importId: string): Promise<ImportQualityReport> {
    return this.imports.quality(importId);
  }

  @Get('destinations')
  @ApiOperation({
    summary: 'Destinations of the archive, with first day, last day and size; the listing is cached for five minutes',
  })
  @ApiOkResponse({ type: ArchiveDestinationList })
  @ApiErrors('ARCHIVE_UNAVAILABLE')
  archive(): Promise<ArchiveDestinationList> {
    return this.destinations.list();
  }
}
