import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { TaskTracker } from '../../common/async/task-tracker.js';
import { AppConfig } from '../../common/config/app-config.js';
import { reasonText } from '../../common/domain-error.js';
import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { DeliveryRepository, type DueMessage } from './delivery.repository.js';
import { messageHeaders, WebhookClient } from './webhook.js';

const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = HOUR_MS;
/** A message this old is no longer tried: whoever has not listened for three days does not. */
const GIVE_UP_AFTER_MS = 72 * HOUR_MS;

/**
 * When a message is tried again should attempt number `attempt` (from 1) fail: 15 s later, then twice as long each time,
 * at most an hour. The pause is longer than an attempt may take, so that no process begins one while another is at it.
 */
export function nextAttemptAt(attempt: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS));
}

/** Whether a message of this age that has failed once more is given up. */
export function isGivenUp(createdAt: Date, now: Date): boolean {
  return now.getTime() - createdAt.getTime() >= GIVE_UP_AFTER_MS;
}

/**
 * Sends what stands in the outbox. Each message is taken by one process, and sent again only when it was refused or its
 * process died: it arrives once, or after such an accident more often, always under the same message id.
 */
@Injectable()
export class AlertDeliveryService implements OnModuleDestroy {
  private readonly logger = new Logger(AlertDeliveryService.name);
  private readonly inHand = new TaskTracker();
  private running: Promise<void> | null = null;
  private askedAgain = false;

  constructor(
    private readonly repository: DeliveryRepository,
    private readonly client: WebhookClient,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Whether messages are wanted at all. */
  get isWanted(): boolean {
    return this.config.ALERT_WEBHOOK_URL !== undefined;
  }

  /** Sends what is due; what fails stays due later. */
  async deliverDue(signal?: AbortSignal): Promise<void> {
    this.askedAgain = true;
    this.running ??= this.inHand.follow(this.untilIdle(signal)).finally(() => (this.running = null));
    await this.running;
  }

  /** The same, without being waited for: an alert is raised in the midst of other work. */
  deliverSoon(): void {
    this.deliverDue().catch((error: unknown) => {
      this.logger.warn(`alerts could not be sent: ${reasonText(error)}`);
    });
  }

  /** A message under way is waited for; its answer is worth the seconds, or it would be sent twice. */
  async onModuleDestroy(): Promise<void> {
    await this.inHand.end();
  }

  private async untilIdle(signal?: AbortSignal): Promise<void> {
    while (this.askedAgain) {
      this.askedAgain = false;
      await this.deliverBatches(this.inHand.signalWith(signal));
    }
  }

  private async deliverBatches(signal: AbortSignal): Promise<void> {
    const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret } = this.config;
    if (url === undefined || secret === undefined) return;
    for (;;) {
      const due = await this.repository.findDue(this.clock.now());
      let claimed = 0;
      for (const message of due) {
        if (signal.aborted) return;
        if (await this.attempt(message, { url, secret })) claimed++;
      }
      if (claimed === 0) return;
    }
  }

  /** Returns whether this process made the attempt. */
  private async attempt(message: DueMessage, { url, secret }: { url: string; secret: string }): Promise<boolean> {
    const { deliveryId, messageId, event, body, attempts, createdAt } = message;
    const now = this.clock.now();
    if (!(await this.repository.claim(deliveryId, attempts, nextAttemptAt(attempts + 1, now)))) return false;
    const failure = await this.client.post(url, messageHeaders(body, messageId, secret, now), body);
    const what = `message ${messageId} (${event}), attempt ${attempts + 1}`;
    if (failure === null) {
      await this.repository.markDelivered(deliveryId, this.clock.now());
    } else if (isGivenUp(createdAt, now)) {
      await this.repository.giveUp(deliveryId, failure);
      this.logger.error(`${what}: ${failure}; given up`);
    } else {
      await this.repository.noteFailure(deliveryId, failure);
      this.logger.warn(`${what}: ${failure}; it will be tried again`);
    }
    return true;
  }
}

/** Sends what a receiver has not taken yet. Needs no lease: every message is claimed by one process. */
@Injectable()
export class AlertDeliveryHandler implements JobHandler {
  constructor(private readonly deliveries: AlertDeliveryService) {}

  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  // Failed deliveries are due again at times of their own, met to the minute.
  @Cron('30 * * * * *', { name: 'alert-delivery', timeZone: 'UTC' })
  @Job({
    description: 'Delivers alerts to the webhook, and retries failed deliveries',
    timeoutMs: 10 * MINUTE_MS,
    isEnabled: ({ ALERT_WEBHOOK_URL }) => ALERT_WEBHOOK_URL !== undefined,
    takesLease: false,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.deliveries.deliverDue(signal);
  }
}
