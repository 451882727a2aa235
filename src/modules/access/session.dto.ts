import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { type Scope, SCOPES } from '../../common/http/access/scopes.js';
import { ApiIdField, ApiInstantField, ApiTextField } from '../../common/http/dto/api-fields.js';

export class SignInBody {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: 1024,
    example: 'wh_3f9a0c1b7d2e_…',
    description: 'An admin key',
  })
  @IsString()
  @Length(1, 1024)
  key: string;
}

export class SessionView {
  @ApiTextField({ example: 'nightly import', description: 'Name of the key' })
  name: string;

  @ApiIdField({ nullable: true, example: 7, description: 'Null: ADMIN_API_KEY' })
  keyId: number | null;

  @ApiProperty({ enum: SCOPES, enumName: 'KeyScope', isArray: true, example: ['read', 'import'] })
  scopes: Scope[];

  @ApiInstantField({
    nullable: true,
    description: 'End of the session unless it is refreshed; null: the request sends a key',
  })
  expiresAt: Date | null;

  @ApiTextField({
    nullable: true,
    example: 'bM1yQ0k3cW1vU2xhN2ZyZXNoLXRva2VuLWV4YW1wbGU',
    description: 'For the header X-CSRF-Token of everything but reads; null: the request sends a key',
  })
  csrfToken: string | null;
}

export class SignedOutView {
  @ApiProperty({ type: Boolean, example: true })
  signedOut: boolean;
}
