import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { isNativeError } from 'node:util/types';
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Logger,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { makeFolder } from '../make-folder.js';
import { MINUTE_MS } from '../time/calendar.js';
import { UnauthorizedError } from './http-errors.js';
import { clientAddress } from './request-headers.js';

const OWNER_ONLY = 0o600;
const MIN_KEY_LENGTH = 16;

/**
 * Reads the key from the file, which is created with a random key if it does not exist. Safe for several processes that start
 * at once: all get the same key. Removes permissions of other users.
 * @throws if the file contains no usable key
 */
export async function readOrCreateKeyFile(path: string): Promise<{ key: string; isNew: boolean }> {
  const isNew = (await exists(path)) ? false : await makeKeyFile(path);
  if (((await stat(path)).mode & 0o777) !== OWNER_ONLY) await chmod(path, OWNER_ONLY);
  const key = (await readFile(path, 'utf8')).trim();
  if (key.length < MIN_KEY_LENGTH) {
    throw new Error(`${path} contains no key of at least ${MIN_KEY_LENGTH} characters: correct or delete it`);
  }
  return { key, isNew };
}

/** False if another process was faster. A hard link appears with its content or not at all, unlike a new file. */
async function makeKeyFile(path: string): Promise<boolean> {
  makeFolder(dirname(path));
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: OWNER_ONLY, flag: 'wx' });
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return isNativeError(error) && 'code' in error && error.code === code;
}

/** Keeps the admin key only as a hash, so that it cannot be printed. */
@Injectable()
export class AdminKeyService implements OnModuleInit {
  private readonly logger = new Logger(AdminKeyService.name);
  private keyHash: Buffer | undefined;

  constructor(private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    this.keyHash = hashOf(this.config.ADMIN_API_KEY ?? (await this.keyOfFile()));
  }

  /** Compares in constant time for any length. Nothing matches before the start is complete. */
  matches(candidate: string): boolean {
    return this.keyHash !== undefined && timingSafeEqual(hashOf(candidate), this.keyHash);
  }

  /** Whether the Authorization header of the request contains the key. */
  isGivenBy(request: IncomingMessage): boolean {
    const given = bearerKeyOf(request);
    return given !== undefined && this.matches(given);
  }

  private async keyOfFile(): Promise<string> {
    const path = join(this.config.DATA_DIR, 'admin-api-key');
    const { key, isNew } = await readOrCreateKeyFile(path);
    this.logger.log(`ADMIN_API_KEY is not set: the admin key is in ${path}${isNew ? ' (created now)' : ''}`);
    return key;
  }
}

/** The key that a request sends; undefined if it sends none. */
function bearerKeyOf({ headers }: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Whether a refused request sent no key or a wrong one. */
export type RefusedKeyKind = 'missing' | 'wrong';

const MAX_ADDRESSES = 1_000;

/**
 * Counts admin requests that were refused for their key, including those above the rate limit, and logs wrong keys: the first
 * of an address immediately, then one count per minute and address, so that an attack is visible but does not fill the disk.
 * The wrong key itself is never logged; it may be a typing error away from the right one.
 */
@Injectable()
export class RefusedKeys implements OnModuleDestroy {
  private readonly logger = new Logger(RefusedKeys.name);
  /** Number of wrong keys by address that are not logged yet; an address stays here while it sends wrong keys. */
  private readonly unlogged = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  readonly totals: Record<RefusedKeyKind, number> = { missing: 0, wrong: 0 };

  constructor(private readonly config: AppConfig) {}

  count(request: IncomingMessage): void {
    const kind: RefusedKeyKind = bearerKeyOf(request) === undefined ? 'missing' : 'wrong';
    this.totals[kind] += 1;
    if (kind === 'missing') return;
    const address = clientAddress(request, this.config.TRUST_PROXY);
    const before = this.unlogged.get(address);
    if (before !== undefined) {
      this.unlogged.set(address, before + 1);
      return;
    }
    if (this.unlogged.size >= MAX_ADDRESSES) this.logCounts();
    this.logger.warn(`wrong admin key from ${address} (${this.totals.wrong} since the start)`);
    this.unlogged.set(address, 0);
    this.timer ??= setInterval(() => this.logCounts(), MINUTE_MS).unref();
  }

  onModuleDestroy(): void {
    this.logCounts();
    this.stopTimer();
  }

  private logCounts(): void {
    for (const [address, count] of this.unlogged) {
      if (count === 0) this.unlogged.delete(address);
      else this.unlogged.set(address, 0);
      if (count > 0)
        this.logger.warn(`wrong admin keys from ${address}: ${count} more (${this.totals.wrong} since the start)`);
    }
    if (this.unlogged.size >= MAX_ADDRESSES) this.unlogged.clear();
    if (this.unlogged.size === 0) this.stopTimer();
  }

  private stopTimer(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}

/**
 * Looks its services up on the first request: a command that loads a module for its services then needs no HttpModule,
 * and makes no key file.
 */
@Injectable()
export class AdminKeyGuard implements CanActivate {
  constructor(private readonly moduleRef: ModuleRef) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (this.moduleRef.get(AdminKeyService, { strict: false }).isGivenBy(request)) return true;
    const isMissing = bearerKeyOf(request) === undefined;
    this.moduleRef.get(RefusedKeys, { strict: false }).count(request);
    const challenge = isMissing ? 'Bearer realm="admin"' : 'Bearer realm="admin", error="invalid_token"';
    http.getResponse<Response>().setHeader('WWW-Authenticate', challenge);
    throw new UnauthorizedError();
  }
}
