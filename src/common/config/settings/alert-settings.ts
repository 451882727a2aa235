import { httpUrl, secret, text } from './setting-types.js';

export const ALERT_SETTINGS = {
  ALERT_WEBHOOK_URL: secret(
    httpUrl().optional(),
    'URL that receives a POST when an alert is raised, becomes critical or is cleared (see ' +
      'docs/observability.md). Unset: alerts are only logged.',
  ),
  ALERT_WEBHOOK_SECRET: secret(
    text(16).optional(),
    'Key that signs these messages, at least 16 characters; required with ALERT_WEBHOOK_URL.',
  ),
};
