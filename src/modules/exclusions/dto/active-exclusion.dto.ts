import { ApiInstantField, ApiEnumField } from '../../../common/http/dto/shown-fields.js';
import {
  EXCLUSION_REASONS,
  EXCLUSION_SCOPES,
  type ExclusionInForce,
  type ExclusionReason,
  type ExclusionScope,
} from '../exclusion.js';

export const EXCLUDED = 'Why the data does not count, see docs/data-quality.md; null: it counts';

export class ActiveExclusionView {
  @ApiEnumField(EXCLUSION_REASONS, 'ExclusionReason', { description: 'The rule that made it; MANUAL: a person' })
  reason: ExclusionReason;

  @ApiEnumField(EXCLUSION_SCOPES, 'ExclusionScope', {
    description: 'ALL: the observations count as never made; WAIT: only their waits do not count',
  })
  scope: ExclusionScope;

  @ApiInstantField({ description: 'Since when the data does not count' })
  since: Date;
}

export const activeExclusionView = ({ reason, scope, fromMs }: ExclusionInForce): ActiveExclusionView => ({
  reason,
  scope,
  since: new Date(fromMs),
});
