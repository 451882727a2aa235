import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { readOrCreateKeyFile } from './key-file.js';

/** The key of ADMIN_API_KEY or of the key file, with all scopes. Kept only as a hash, so that it cannot be printed. */
@Injectable()
export class BootstrapKey implements OnModuleInit {
  private readonly logger = new Logger(BootstrapKey.name);
  private keyHash: Buffer | undefined;

  constructor(private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    this.keyHash = sha256(this.config.ADMIN_API_KEY ?? (await this.keyOfFile()));
  }

  /** Compares in constant time for any length. Nothing matches before the start is complete. */
  matches(candidate: string): boolean {
    return this.keyHash !== undefined && timingSafeEqual(sha256(candidate), this.keyHash);
  }

  /** A hash of the text that only holders of this key can compute: it differs once the key has changed. */
  sign(text: string): string {
    if (this.keyHash === undefined) throw new Error('The admin key is not read yet');
    return createHmac('sha256', this.keyHash).update(text).digest('hex');
  }

  private async keyOfFile(): Promise<string> {
    const path = join(this.config.DATA_DIR, 'admin-api-key');
    const { key, isNew } = await readOrCreateKeyFile(path);
    this.logger.log(`ADMIN_API_KEY is not set: the admin key is in ${path}${isNew ? ' (created now)' : ''}`);
    return key;
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
