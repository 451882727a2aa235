import type { IncomingMessage } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Clock } from '../time/clock.js';
import { MINUTE_MS } from '../time/durations.js';
import { clientAddress } from './client-address.js';

/** Whether a request to the admin part gave no key or a wrong one. */
export type RefusedKeyKind = 'missing' | 'wrong';

const MAX_ADDRESSES = 1_000;

/**
 * Counts the requests to the admin part that were refused for their key, and logs them: at most one line a minute for
 * each address, so that an attack fills no disk. The key that was tried is never logged; it may be a typing error away
 * from the right one.
 */
@Injectable()
export class RefusedKeys {
  private readonly logger = new Logger(RefusedKeys.name);
  private readonly lastLoggedMs = new Map<string, number>();
  readonly totals: Record<RefusedKeyKind, number> = { missing: 0, wrong: 0 };

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  count(request: IncomingMessage, kind: RefusedKeyKind): void {
    this.totals[kind] += 1;
    if (kind === 'missing') return;
    const address = clientAddress(request, this.config.TRUST_PROXY);
    const nowMs = this.clock.now().getTime();
    if (nowMs - (this.lastLoggedMs.get(address) ?? -Infinity) < MINUTE_MS) return;
    if (this.lastLoggedMs.size >= MAX_ADDRESSES) this.lastLoggedMs.clear();
    this.lastLoggedMs.set(address, nowMs);
    this.logger.warn(`wrong admin key from ${address} (${this.totals.wrong} since the start)`);
  }
}
