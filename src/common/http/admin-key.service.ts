import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { readOrMakeKeyFile } from './admin-key-file.js';

/** Knows the admin key by its hash; the key itself is not kept, so it cannot be printed. */
@Injectable()
export class AdminKeyService implements OnModuleInit {
  private readonly logger = new Logger(AdminKeyService.name);
  private keyHash: Buffer | undefined;

  constructor(private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    this.keyHash = hashOf(this.config.ADMIN_API_KEY ?? (await this.keyOfFile()));
  }

  /** Compares in constant time, whatever the lengths. Before the start is complete nothing matches. */
  matches(candidate: string): boolean {
    return this.keyHash !== undefined && timingSafeEqual(hashOf(candidate), this.keyHash);
  }

  /** Whether the request carries the key in its Authorization header. */
  isGivenBy(request: IncomingMessage): boolean {
    const given = bearerKeyOf(request);
    return given !== undefined && this.matches(given);
  }

  private async keyOfFile(): Promise<string> {
    const path = join(this.config.DATA_DIR, 'admin-api-key');
    const { key, isNew } = await readOrMakeKeyFile(path);
    this.logger.log(`ADMIN_API_KEY is not set: the admin key is in ${path}${isNew ? ' (made now)' : ''}`);
    return key;
  }
}

/** What a request gives as its key; undefined where it gives none. */
export function bearerKeyOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
