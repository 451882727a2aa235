import { DomainError } from '../../../../common/errors/domain-error.js';

export class RebuildNotFoundError extends DomainError {
  constructor(rebuildId: number) {
    super('REBUILD_NOT_FOUND', `There is no rebuild ${rebuildId}`, { rebuildId });
  }
}

export class RebuildRangeError extends DomainError {
  constructor(from: string, to: string) {
    super('DATE_OUT_OF_RANGE', `from ${from} is after to ${to}`, { from, to });
  }
}

export class RebuildParkNotFoundError extends DomainError {
  constructor(parkId: number) {
    super('PARK_NOT_FOUND', `There is no park ${parkId}`, { parkId });
  }
}
