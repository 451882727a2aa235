import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { readMessage } from './alert-message.js';
import type { AlertChannel } from './alert.entity.js';
import { MailClient } from './mail.js';
import { WebhookClient } from './webhook.js';
import { webhookRequest } from './webhook-formats.js';

export function channelsOf({ ALERT_WEBHOOK_URL, ALERT_SMTP_URL }: AppConfig): AlertChannel[] {
  return [
    ...(ALERT_WEBHOOK_URL === undefined ? [] : ['WEBHOOK' as const]),
    ...(ALERT_SMTP_URL === undefined ? [] : ['EMAIL' as const]),
  ];
}

/** Sends messages by the channels of the settings. */
@Injectable()
export class AlertChannels {
  constructor(
    private readonly webhook: WebhookClient,
    private readonly mail: MailClient,
    private readonly config: AppConfig,
  ) {}

  get configured(): AlertChannel[] {
    return channelsOf(this.config);
  }

  /**
   * @param body a message as the outbox has it
   * @returns null if it was accepted, otherwise the reason
   */
  send(channel: AlertChannel, body: string, now: Date): Promise<string | null> {
    const { ALERT_WEBHOOK_URL, ALERT_WEBHOOK_FORMAT: format, ALERT_WEBHOOK_SECRET: secret } = this.config;
    if (channel === 'WEBHOOK')
      return this.webhook.post(webhookRequest({ url: ALERT_WEBHOOK_URL!, format, secret }, body, now));
    const { ALERT_SMTP_URL, ALERT_MAIL_FROM, ALERT_MAIL_TO } = this.config;
    return this.mail.send({ url: ALERT_SMTP_URL!, from: ALERT_MAIL_FROM!, to: ALERT_MAIL_TO! }, readMessage(body));
  }
}
