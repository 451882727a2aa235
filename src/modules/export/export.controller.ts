import { Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { PublicController } from '../../common/http/controllers.js';
import { ApiErrors } from '../../common/http/dto/api-errors.js';
import { QUEUES } from './datasets/queue-dataset.js';
import { SNAPSHOTS } from './datasets/snapshot-dataset.js';
import { ApiExportedFile } from './dto/api-exported-file.js';
import { ExportQuery, exportRequest } from './dto/export-query.dto.js';
import { ExportService } from './export.service.js';
import { sendFile } from './send-file.js';

@PublicController('export')
@ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE', 'EXPORT_BUSY')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Get('snapshots')
  @ApiExportedFile('Every stored observation of a park or ride as a file', SNAPSHOTS)
  async snapshots(@Query() query: ExportQuery, @Res() response: Response): Promise<void> {
    await sendFile(response, await this.exports.open(exportRequest(SNAPSHOTS, query)));
  }

  @Get('queues')
  @ApiExportedFile('Every stored extended queue of a park or ride as a file: prices, return windows, groups', QUEUES)
  async queues(@Query() query: ExportQuery, @Res() response: Response): Promise<void> {
    await sendFile(response, await this.exports.open(exportRequest(QUEUES, query)));
  }
}
