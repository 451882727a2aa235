import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { ServerDialect } from '../../../common/database/dialect/server-dialect.js';
import { Clock } from '../../../common/time/clock.js';
import { ArchiveSource } from '../source/archive-source.js';
import type { EntityAssigner } from './entity-assigner.js';
import { FilePipeline, pipelineSettings } from './file-pipeline.js';
import { ParsePool } from './parse-pool.js';

interface PipelineRequest {
  assigner: Pick<EntityAssigner, 'assign'>;
  onlyParkId: string | null;
  signal: AbortSignal;
  /** Whether the rows will be written. */
  writes: boolean;
}

/** Makes pipelines with the settings of the program, which write in the way that the server allows. */
@Injectable()
export class FilePipelines {
  constructor(
    private readonly source: ArchiveSource,
    private readonly pool: ParsePool,
    private readonly dialect: ServerDialect,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  create({ assigner, onlyParkId, signal, writes }: PipelineRequest): FilePipeline {
    const format = writes ? (this.dialect.canLoadLocalData ? 'LOAD' : 'INSERT') : 'NONE';
    return new FilePipeline({
      source: this.source,
      pool: this.pool,
      assigner,
      ...pipelineSettings(this.config, this.clock.now().getTime(), onlyParkId, format),
      signal,
    });
  }
}
