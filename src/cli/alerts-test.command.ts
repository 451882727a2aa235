import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Command } from '@commander-js/extra-typings';
import { Logger } from '@nestjs/common';
import { sharedConfig } from '../common/config/app-config.js';
import { Clock } from '../common/time/clock.js';
import { AlertChannels } from '../modules/alerts/alert-channels.js';
import { messageBody } from '../modules/alerts/alert-message.js';
import type { AlertChannel } from '../modules/alerts/alert.entity.js';
import { MailClient } from '../modules/alerts/mail.js';
import { WebhookClient } from '../modules/alerts/webhook.js';
import { CliLogger } from './cli-logger.js';
import { defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';

interface Sent {
  channel: AlertChannel;
  /** Null: the receiver accepted the message. */
  failure: string | null;
}

const SETTING: Readonly<Record<AlertChannel, string>> = { WEBHOOK: 'ALERT_WEBHOOK_URL', EMAIL: 'ALERT_SMTP_URL' };

const NOTES = `
Sends one message by each configured channel (ALERT_WEBHOOK_URL, ALERT_SMTP_URL), as an alert would, and waits for the response. Nothing is
stored or retried. Needs no database.`;

export const alertsTestCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Sends a test alert by each configured channel, and prints what happened.')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', NOTES),

  read: ({ json = false }) => ({ json }),

  run: async ({ json }, { terminal, stop }) => {
    const config = sharedConfig();
    Logger.overrideLogger(new CliLogger(config, (line) => terminal.err(line)));
    const channels = new AlertChannels(new WebhookClient(), new MailClient(), config);
    const sent: Sent[] = [];
    for (const channel of channels.configured) {
      stop.throwIfAborted();
      const now = new Clock().now();
      sent.push({ channel, failure: await channels.send(channel, testMessage(now), now) });
    }
    terminal.out(json ? JSON.stringify({ channels: sent }) : resultText(sent));
    return sent.length > 0 && sent.every(({ failure }) => failure === null) ? EXIT.DONE : EXIT.FAILED;
  },

  stopText: 'Stopped.',
});

function testMessage(now: Date): string {
  const alert = {
    key: 'alerts.test',
    severity: 'WARNING' as const,
    title: 'Test alert',
    description: `Sent by "warehouse alerts test" on ${hostname()}. Nothing is wrong.`,
  };
  return messageBody(alert, { messageId: randomUUID(), event: 'RAISED', at: now, since: now, clearNote: null });
}

function resultText(sent: readonly Sent[]): string {
  if (sent.length === 0)
    return 'No channel is configured: alerts are only logged. Set ALERT_WEBHOOK_URL or ALERT_SMTP_URL.';
  return sent
    .map(({ channel, failure }) => `${SETTING[channel]}: ${failure === null ? 'accepted' : `failed, ${failure}`}`)
    .join('\n');
}
