import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, Not, type Repository } from 'typeorm';
import type { AlertEvent } from './alert.js';
import { type AlertChannel, AlertDelivery, AlertRow } from './alert.entity.js';

/** Messages per query. */
const BATCH = 50;

export type DueMessage = Pick<AlertDelivery, 'deliveryId' | 'messageId' | 'event' | 'body' | 'attempts' | 'createdAt'>;

/** Rows of alert_deliveries: the outbox of messages. */
@Injectable()
export class DeliveryRepository {
  constructor(@InjectRepository(AlertDelivery) private readonly messages: Repository<AlertDelivery>) {}

  async enqueue(
    manager: EntityManager,
    message: {
      alertId: string;
      channel: AlertChannel;
      messageId: string;
      event: AlertEvent;
      body: string;
      at: Date;
    },
  ): Promise<void> {
    const { at, ...rest } = message;
    await manager.withRepository(this.messages).insert({ ...rest, createdAt: at, nextAttemptAt: at });
  }

  /** Due messages of a channel, oldest first; only the first of each alert, so that CLEARED never arrives before RAISED. */
  async findDue(channel: AlertChannel, now: Date): Promise<DueMessage[]> {
    const waiting = this.messages
      .createQueryBuilder('earlier')
      .select('1')
      .where('earlier.alertId = message.alertId AND earlier.deliveryId < message.deliveryId')
      .andWhere('earlier.channel = message.channel')
      .andWhere('earlier.nextAttemptAt IS NOT NULL');
    return this.messages
      .createQueryBuilder('message')
      .where('message.nextAttemptAt <= :now', { now })
      .andWhere('message.channel = :channel', { channel })
      .andWhere(`NOT EXISTS (${waiting.getQuery()})`)
      .orderBy('message.deliveryId')
      .limit(BATCH)
      .getMany();
  }

  /**
   * Claims the attempt after `attempts`: counts it, and schedules the next one. False if another process was faster. So a single
   * process makes each attempt, and a process that dies during it delays the message only by the pause.
   */
  async claim(deliveryId: string, attempts: number, retryAt: Date): Promise<boolean> {
    const { affected } = await this.messages.update(
      { deliveryId, attempts, nextAttemptAt: Not(IsNull()) },
      { attempts: attempts + 1, nextAttemptAt: retryAt },
    );
    return affected === 1;
  }

  /** Gives up messages whose alerts are over and which have been due since before an instant. Returns their number. */
  async dropUnsent(channel: AlertChannel, dueBefore: Date): Promise<number> {
    const { affected } = await this.messages
      .createQueryBuilder()
      .update()
      .set({ nextAttemptAt: null, lastError: 'not sent: the channel was off' })
      .where('nextAttemptAt < :dueBefore', { dueBefore })
      .andWhere('channel = :channel', { channel })
      .andWhere(`alertId IN (${this.overAlerts()})`)
      .execute();
    return affected ?? 0;
  }

  private overAlerts(): string {
    const alerts = this.messages.manager.createQueryBuilder(AlertRow, 'alert');
    return alerts.select('alert.alertId').where('alert.activeKey IS NULL').getQuery();
  }

  async markDelivered(deliveryId: string, now: Date): Promise<void> {
    await this.messages.update({ deliveryId }, { deliveredAt: now, nextAttemptAt: null, lastError: null });
  }

  async recordFailure(deliveryId: string, error: string): Promise<void> {
    await this.messages.update({ deliveryId }, { lastError: error });
  }

  async giveUp(deliveryId: string, error: string): Promise<void> {
    await this.messages.update({ deliveryId }, { lastError: error, nextAttemptAt: null });
  }
}
