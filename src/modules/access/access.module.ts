import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminSessionRepository } from './admin-session.repository.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { Credentials } from './credentials.js';
import { AdminSession } from './admin-session.entity.js';
import { ApiKey } from './api-key.entity.js';
import { KeyController } from './key.controller.js';
import { KeyService } from './key.service.js';
import { SessionController } from './session.controller.js';
import { SessionCookie } from './session-cookie.js';
import { SessionService } from './session.service.js';

/** API keys, and the sessions of people who signed in with one. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiKey, AdminSession])],
  controllers: [KeyController, SessionController],
  providers: [AdminSessionRepository, ApiKeyRepository, Credentials, KeyService, SessionCookie, SessionService],
  exports: [KeyService],
})
export class AccessModule {}
