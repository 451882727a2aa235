import { Body, Controller, Get, HttpCode, Module, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, ValidateNested } from 'class-validator';
import { QueryFailedError } from 'typeorm';
import { ConfigModule } from '../../../src/common/config/config.module.js';
import { DomainError, type ErrorCode } from '../../../src/common/domain-error.js';
import { PublicController } from '../../../src/common/http/public-controller.js';
import { AdminController } from '../../../src/common/http/admin-controller.js';
import { ApiErrors } from '../../../src/common/http/openapi/api-errors.js';
import {
  InternalIdField,
  LocalDate,
  ThemeparksWikiId,
  UtcInstant,
  WordField,
} from '../../../src/common/http/dto/request-fields.js';
import { ApiPage, type Page, PageLimit, pageOf, PageQuery } from '../../../src/common/http/dto/page.js';
import { InternalId, ThemeparksWikiIdParam } from '../../../src/common/http/dto/path-ids.js';
import { HttpModule } from '../../../src/common/http/http.module.js';
import { RateLimitTier } from '../../../src/common/http/rate-limit.js';
import { currentRequestId } from '../../../src/common/logging/app-logger.js';

export class Item {
  @ApiProperty({ example: 1 })
  id: number;
}

export class LongPageQuery extends PageQuery {
  @PageLimit(1000, 100)
  override limit: number = 100;
}

export class RangeQuery {
  @LocalDate({ required: false, description: 'First local day' })
  startDate?: string;

  @UtcInstant({ required: false })
  from?: string;

  @ThemeparksWikiId({ required: false })
  destinationId?: string;

  @InternalIdField({ required: false })
  parkId?: number;
}

const SIZES = ['SMALL', 'LARGE'] as const;

export class SizeQuery {
  @WordField(SIZES, 'Size', { default: 'SMALL', description: 'How large' })
  size: (typeof SIZES)[number] = 'SMALL';
}

export class Inner {
  @ApiProperty()
  @IsInt()
  count: number;
}

export class SampleBody {
  @ApiProperty()
  @IsString()
  name: string;

  @ApiProperty({ type: [Inner] })
  @ValidateNested({ each: true })
  @Type(() => Inner)
  inner: Inner[];
}

/** The values that `GET /api/failures/thrown/:id` throws. */
export const THROWN: Record<string, unknown> = {};

@PublicController('failures')
export class FailuresController {
  @Get('domain')
  @ApiOkResponse()
  domain(@Query('code') code: ErrorCode): never {
    throw new DomainError(code, 'said by the domain', { id: 7 });
  }

  @Get('thrown')
  @ApiOkResponse()
  thrown(@Query('kind') kind: string): never {
    throw THROWN[kind];
  }

  @Get('statement')
  @ApiOkResponse()
  statement(): never {
    throw new QueryFailedError('SELECT secret FROM t', [], new Error('near secret'));
  }
}

@PublicController('samples')
export class SamplesController {
  @Get()
  @ApiPage(Item, 'Some items')
  list(@Query() query: PageQuery): Page<Item> {
    return pageOf([{ id: 1 }], 1, query);
  }

  @Get('long')
  @ApiPage(Item)
  longList(@Query() query: LongPageQuery): Page<Item> {
    return pageOf([], 0, query);
  }

  @Get('range')
  @ApiOkResponse({ type: RangeQuery })
  range(@Query() query: RangeQuery): RangeQuery {
    return query;
  }

  @Get('size')
  @ApiOkResponse({ type: SizeQuery })
  size(@Query() query: SizeQuery): SizeQuery {
    return query;
  }

  @Get('request-id')
  @ApiOkResponse()
  async requestId(): Promise<{ requestId: string | undefined }> {
    await Promise.resolve();
    return { requestId: currentRequestId() };
  }

  @Get('wiki/:entityId')
  @ApiOkResponse()
  wiki(@ThemeparksWikiIdParam('entityId') entityId: string): { entityId: string } {
    return { entityId };
  }

  @Get(':sampleId')
  @ApiOkResponse({ type: Item })
  @ApiErrors('PARK_NOT_FOUND', 'RIDE_NOT_FOUND', 'DATE_OUT_OF_RANGE')
  one(@InternalId('sampleId') id: number): Item {
    return { id };
  }
}

@AdminController('samples', 'admin: samples', { writes: ['import'] })
export class AdminSamplesController {
  @Get()
  @ApiOkResponse({ type: Item })
  read(): Item {
    return { id: 1 };
  }

  @Post('start')
  @ApiCreatedResponse({ type: SampleBody })
  start(@Body() body: SampleBody): SampleBody {
    return body;
  }

  @Post('things/:sampleId')
  @HttpCode(200)
  @ApiOkResponse({ type: Item })
  change(@InternalId('sampleId') id: number): Item {
    return { id };
  }
}

@Controller('probe')
@RateLimitTier('unlimited')
export class ProbeController {
  @Get()
  @ApiOkResponse()
  probe(): { status: string } {
    return { status: 'ok' };
  }
}

@Module({
  imports: [ConfigModule, HttpModule],
  controllers: [FailuresController, SamplesController, AdminSamplesController, ProbeController],
})
export class SampleModule {}
