import { about, mailAddress, mailAddresses, oneOf, secret, smtpUrl, text, webhookUrl } from './setting-types.js';

export const WEBHOOK_FORMATS = ['json', 'slack', 'ntfy'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

export const ALERT_SETTINGS = {
  ALERT_WEBHOOK_URL: secret(
    webhookUrl().optional(),
    'URL that receives a POST when an alert is raised, becomes critical or is cleared (see ' +
      'docs/observability.md). A user and password in it are sent as Authorization.',
  ),
  ALERT_WEBHOOK_FORMAT: about(
    oneOf(WEBHOOK_FORMATS).default('json'),
    'Format of these messages: json (signed, for programs), slack (incoming webhooks of Slack, Mattermost and others), or ntfy ' +
      '(the URL ends with the topic).',
  ),
  ALERT_WEBHOOK_SECRET: secret(
    text(16).optional(),
    'Key that signs messages of the format json, at least 16 characters; required with ALERT_WEBHOOK_URL in that format.',
  ),
  ALERT_SMTP_URL: secret(
    smtpUrl().optional(),
    'Mail server that sends the same messages as e-mails: smtp://user:password@host:587 (STARTTLS, required with a ' +
      'password) or smtps://user:password@host:465.',
  ),
  ALERT_MAIL_FROM: about(mailAddress().optional(), 'Sender of these e-mails; required with ALERT_SMTP_URL.'),
  ALERT_MAIL_TO: about(
    mailAddresses().optional(),
    'Recipients of these e-mails, separated by commas; required with ALERT_SMTP_URL.',
  ),
};
