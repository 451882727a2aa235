import { type CanActivate, Injectable, UseGuards } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { DomainError } from '../errors/domain-error.js';

/** The process only answers requests; what was asked for is work. */
export class NotAWorkerError extends DomainError {
  constructor() {
    super(
      'NOT_A_WORKER',
      'This process only answers requests (ROLE=api) and does no work. Send this request to a process with ROLE=worker or ' +
        'all, or use the command line program; scheduled work is done by the workers anyway',
    );
  }
}

@Injectable()
export class WorkerOnlyGuard implements CanActivate {
  constructor(private readonly config: AppConfig) {}

  canActivate(): boolean {
    if (this.config.runsWorkers) return true;
    throw new NotAWorkerError();
  }
}

/**
 * An operation that begins work in the process that answers. One that only answers refuses it with 409 `NOT_A_WORKER`, which
 * belongs into its `@ApiErrors`.
 */
export function WorkerOnly(): MethodDecorator {
  return UseGuards(WorkerOnlyGuard);
}
