import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { nextPauseMs, type RetryPolicy } from '../../common/async/retry.js';
import { TaskTracker } from '../../common/async/task-tracker.js';
import { reasonText } from '../../common/domain-error.js';
import { plural } from '../../common/text.js';
import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { Job, type DueAtStart } from '../jobs/job.decorator.js';
import { DeliveryRepository, type DueMessage } from './delivery.repository.js';
import { AlertChannels, channelsOf } from './alert-channels.js';
import type { AlertChannel } from './alert.entity.js';

/** A pause is longer than an attempt may take, so that no process starts one while another is sending. */
const RETRIES: RetryPolicy = { firstPauseMs: 15_000, longestPauseMs: HOUR_MS };
/** A message of this age is no longer retried: a receiver that has been unreachable for three days will not return. */
const GIVE_UP_AFTER_MS = 72 * HOUR_MS;
/** A message that has been due for a day waits for a channel that is switched off. It is history if its alert is over. */
const MAX_WAIT_MS = 24 * HOUR_MS;

/** When to retry a message if attempt number `attempt` (from 1) fails. */
export function nextAttemptAt(attempt: number, now: Date): Date {
  return new Date(now.getTime() + nextPauseMs(RETRIES, { failures: attempt })!);
}

/** Whether to give up a message of this age that has failed again. */
export function isGivenUp(createdAt: Date, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= GIVE_UP_AFTER_MS;
}

const WORDS: Readonly<Record<AlertChannel, string>> = { WEBHOOK: 'message', EMAIL: 'e-mail' };

/**
 * Sends the messages of the outbox. One process claims each message. It is sent again only if it was refused or its process
 * died: it then may arrive more than once, always with the same message id.
 */
@Injectable()
export class AlertDeliveryService implements DueAtStart, OnModuleDestroy {
  private readonly logger = new Logger(AlertDeliveryService.name);
  private readonly tasks = new TaskTracker();
  private running: Promise<void> | null = null;
  private isRequestedAgain = false;

  constructor(
    private readonly repository: DeliveryRepository,
    private readonly sending: AlertChannels,
    private readonly clock: Clock,
  ) {}

  /** The channels that are configured. */
  get channels(): AlertChannel[] {
    return this.sending.configured;
  }

  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /**
   * Sends the messages that are due; one that fails is due again later. The job needs no lease, because one process claims
   * each message. Retries are due at times of their own, which the job meets to the minute.
   */
  @Cron('30 * * * * *', { name: 'alert-delivery', timeZone: 'UTC' })
  @Job({
    description: 'Delivers alerts to the webhook and by e-mail, and retries failed deliveries',
    timeoutMs: 10 * MINUTE_MS,
    isEnabled: (config) => channelsOf(config).length > 0,
    takesLease: false,
  })
  async deliverDue(signal?: AbortSignal): Promise<void> {
    this.isRequestedAgain = true;
    this.running ??= this.tasks.follow(this.untilIdle(signal)).finally(() => (this.running = null));
    await this.running;
  }

  /** Starts a delivery without waiting for it: alerts are raised in the middle of other work. */
  deliverSoon(): void {
    this.deliverDue().catch((error: unknown) => {
      this.logger.warn(`alerts could not be sent: ${reasonText(error)}`);
    });
  }

  /** Waits for the message that is being sent: without its response it would be sent twice. */
  async onModuleDestroy(): Promise<void> {
    await this.tasks.end();
  }

  private async untilIdle(signal?: AbortSignal): Promise<void> {
    while (this.isRequestedAgain) {
      this.isRequestedAgain = false;
      // A channel that does not respond must not delay the other one.
      const signalled = this.tasks.signalWith(signal);
      await Promise.all(this.channels.map((channel) => this.deliverBatches(channel, signalled)));
    }
  }

  private async deliverBatches(channel: AlertChannel, signal: AbortSignal): Promise<void> {
    await this.dropHistory(channel);
    for (;;) {
      const due = await this.repository.findDue(channel, this.clock.now());
      let claimed = 0;
      for (const message of due) {
        if (signal.aborted) return;
        if (await this.attempt(message, channel)) claimed++;
      }
      if (claimed === 0) return;
    }
  }

  /** Otherwise a channel that is switched on again would send everything that happened while it was off. */
  private async dropHistory(channel: AlertChannel): Promise<void> {
    const dueBefore = new Date(this.clock.now().getTime() - MAX_WAIT_MS);
    const dropped = await this.repository.dropUnsent(channel, dueBefore);
    if (dropped > 0)
      this.logger.warn(
        `${plural(dropped, WORDS[channel])} about alerts that are over, due for more than a day: not sent`,
      );
  }

  /** @returns whether this process made the attempt */
  private async attempt(message: DueMessage, channel: AlertChannel): Promise<boolean> {
    const { deliveryId, messageId, event, body, attempts, createdAt } = message;
    const now = this.clock.now();
    if (!(await this.repository.claim(deliveryId, attempts, nextAttemptAt(attempts + 1, now)))) return false;
    const failure = await this.sending.send(channel, body, now);
    const what = `${WORDS[channel]} ${messageId} (${event}), attempt ${attempts + 1}`;
    if (failure === null) {
      await this.repository.markDelivered(deliveryId, this.clock.now());
    } else if (isGivenUp(createdAt, now)) {
      await this.repository.giveUp(deliveryId, failure);
      this.logger.error(`${what}: ${failure}; given up`);
    } else {
      await this.repository.recordFailure(deliveryId, failure);
      this.logger.warn(`${what}: ${failure}; it will be retried`);
    }
    return true;
  }
}
