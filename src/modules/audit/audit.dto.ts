import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import {
  ACTOR_KINDS,
  type ActorKind,
  AUDIT_OUTCOMES,
  type AuditOutcome,
} from '../../common/http/access/audit-trail.js';
import { ApiEnumField, ApiIdField, ApiInstantField, ApiTextField } from '../../common/http/dto/api-fields.js';
import { PageLimit } from '../../common/http/dto/page.js';
import { InternalIdField, UtcInstant } from '../../common/http/dto/request-fields.js';

const MAX_WORD = 128;

/** An optional word that the column must contain or equal. */
const Filter = (description: string): PropertyDecorator => {
  return (target, key) => {
    ApiProperty({ type: String, required: false, minLength: 1, maxLength: MAX_WORD, description })(target, key);
    IsOptional()(target, key);
    IsString()(target, key);
    Length(1, MAX_WORD)(target, key);
  };
};

export class AuditQuery {
  @PageLimit()
  limit: number = 50;

  @InternalIdField({ required: false, description: '`nextCursor` of the page before' })
  cursor?: number;

  @Filter('Name of the key or of the user of the command line')
  actor?: string;

  @Filter('Part of the action, such as `/keys`')
  action?: string;

  @Filter('Id of the request')
  requestId?: string;

  @ApiProperty({ enum: AUDIT_OUTCOMES, enumName: 'AuditOutcome', required: false })
  @IsOptional()
  @IsIn(AUDIT_OUTCOMES)
  outcome?: AuditOutcome;

  @UtcInstant({ required: false, description: 'Recorded from then on' })
  from?: string;

  @UtcInstant({ required: false, description: 'Recorded before then' })
  to?: string;
}

const anyObject = (description: string): PropertyDecorator =>
  ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: null, description });

export class AuditEntryView {
  @ApiIdField()
  entryId: number;

  @ApiInstantField()
  recordedAt: Date;

  @ApiEnumField(ACTOR_KINDS, 'ActorKind')
  actorKind: ActorKind;

  @ApiIdField({ nullable: true, example: 7, description: 'Null: ADMIN_API_KEY, or the command line' })
  keyId: number | null;

  @ApiTextField({ example: 'nightly import', description: 'Name of the key, or the user of the command line' })
  actor: string;

  @ApiTextField({ example: 'DELETE /api/admin/keys/:keyId' })
  action: string;

  @ApiTextField({ example: '/api/admin/keys/7', description: 'Path of the request, or options of the command' })
  target: string;

  @anyObject('Body of the request without secrets; null: none')
  requestBody: object | null;

  @anyObject('State before the change; null: not known')
  before: object | null;

  @anyObject('State after the change; null: not known, or nothing was changed')
  after: object | null;

  @ApiTextField({ nullable: true, example: '11ba6211-0b47-4420-a165-0b73199a2bcc' })
  requestId: string | null;

  @ApiEnumField(AUDIT_OUTCOMES, 'AuditOutcome')
  outcome: AuditOutcome;

  @ApiTextField({ nullable: true, example: null })
  errorCode: string | null;
}

export class AuditPageView {
  @ApiProperty({ type: [AuditEntryView], description: 'Newest first' })
  data: AuditEntryView[];

  @ApiIdField({ nullable: true, description: 'For `cursor`; null on the last page' })
  nextCursor: number | null;
}
