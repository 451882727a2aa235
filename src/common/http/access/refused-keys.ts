import type { IncomingMessage } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { MINUTE_MS } from '../../time/calendar.js';
import { clientAddress } from '../request-headers.js';
import type { RefusalReason } from './admin-access.js';

/** Whether a refused request sent no key (or an ended session) or a wrong one. */
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

  count(request: IncomingMessage, reason: RefusalReason): void {
    const kind: RefusedKeyKind = reason === 'MISSING' || reason === 'SESSION_ENDED' ? 'missing' : 'wrong';
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
