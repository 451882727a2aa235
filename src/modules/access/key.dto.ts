import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { type Scope, SCOPES } from '../../common/http/access/scopes.js';
import {
  ApiCountField,
  ApiEnumField,
  ApiIdField,
  ApiInstantField,
  ApiTextField,
} from '../../common/http/dto/api-fields.js';
import { UtcInstant, WholeNumber, WordField } from '../../common/http/dto/request-fields.js';

export const KEY_KINDS = ['ADMIN', 'PUBLIC'] as const;
export const KEY_STATUSES = ['ACTIVE', 'EXPIRED', 'REVOKED'] as const;
export const MAX_NAME = 64;
export const MAX_REQUESTS_PER_MINUTE = 1_000_000;

export class CreateKeyBody {
  @ApiProperty({ type: String, minLength: 1, maxLength: MAX_NAME, example: 'nightly import' })
  @IsString()
  @Length(1, MAX_NAME)
  @Matches(/^[\p{L}\p{N}\p{P}\p{S}](?:[\p{L}\p{M}\p{N}\p{P}\p{S} ]*[\p{L}\p{M}\p{N}\p{P}\p{S}])?$/u, {
    message: 'name must not have control characters, or spaces at its ends',
  })
  name: string;

  @WordField(KEY_KINDS, 'KeyKind', {
    default: 'ADMIN',
    description: 'ADMIN: for `/api/admin`, within its scopes; PUBLIC: for public endpoints, with its own rate limit',
  })
  kind: 'ADMIN' | 'PUBLIC' = 'ADMIN';

  @ApiProperty({
    enum: SCOPES,
    enumName: 'KeyScope',
    isArray: true,
    required: false,
    minItems: 1,
    description: 'Required for an admin key; a key gives only scopes that it has itself',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: MAX_REQUESTS_PER_MINUTE,
    description: 'Only for a public key; default: RATE_LIMIT_PUBLIC_PER_MINUTE',
  })
  @IsOptional()
  @WholeNumber()
  @Min(1)
  @Max(MAX_REQUESTS_PER_MINUTE)
  requestsPerMinute?: number;

  @UtcInstant({ required: false, description: 'From when on the key is refused; default: never' })
  expiresAt?: string;
}

export class KeyView {
  @ApiIdField({ example: 7 })
  keyId: number;

  @ApiTextField({ example: 'nightly import' })
  name: string;

  @ApiTextField({ example: 'wh_3f9a0c1b7d2e', description: 'How the key begins' })
  startsWith: string;

  @ApiEnumField(KEY_KINDS, 'KeyKind')
  kind: 'ADMIN' | 'PUBLIC';

  @ApiProperty({ enum: SCOPES, enumName: 'KeyScope', isArray: true, example: ['read', 'import'] })
  scopes: Scope[];

  @ApiCountField({ nullable: true, example: null, description: 'Null: an admin key' })
  requestsPerMinute: number | null;

  @ApiEnumField(KEY_STATUSES, 'KeyStatus')
  status: (typeof KEY_STATUSES)[number];

  @ApiInstantField()
  createdAt: Date;

  @ApiTextField({ example: 'ADMIN_API_KEY', description: 'The key, or the user of the command line, that created it' })
  createdBy: string;

  @ApiInstantField({ nullable: true, description: 'Null: it does not expire' })
  expiresAt: Date | null;

  @ApiInstantField({ nullable: true, description: 'To a few minutes; null: never used' })
  lastUsedAt: Date | null;

  @ApiInstantField({ nullable: true, example: null })
  revokedAt: Date | null;

  @ApiTextField({ nullable: true, example: null })
  revokedBy: string | null;
}

export class CreatedKeyView extends KeyView {
  @ApiTextField({
    example: 'wh_3f9a0c1b7d2e_q3Zk0mVY0W3c5m4rXvT8sYp1uQnL6aBdEfGhIjKlMn0',
    description: 'The key itself, which only this response contains',
  })
  key: string;
}
