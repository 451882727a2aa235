import { createHmac } from 'node:crypto';
import type { Alert, AlertEvent } from './alert.js';
import { messageBody } from './alert-message.js';
import { WebhookClient } from './webhook.js';
import { messageHeaders, webhookRequest } from './webhook-formats.js';

const AT = new Date('2026-04-15T16:00:00.500Z');
const ALERT: Alert = {
  key: 'quality.health',
  severity: 'CRITICAL',
  title: 'Data quality is critical',
  description: 'No cycle for an hour',
  details: { minutes: 61 },
};
const bodyOf = (event: AlertEvent, changed: Partial<Alert> = {}) =>
  messageBody({ ...ALERT, ...changed }, { messageId: 'm', event, at: AT, since: AT, clearNote: event === 'CLEARED' ? 'Over' : null }); // prettier-ignore

describe('a webhook message', () => {
  it('to a port that fetch refuses fails with that reason', async () => {
    const request = { url: 'http://127.0.0.1:6667/hook', headers: {}, body: '' };
    expect(await new WebhookClient().post(request)).toBe('BAD_PORT: fetch refuses this port');
  });

  it('contains the event, the alert, and since when it is active', () => {
    expect(JSON.parse(bodyOf('CLEARED'))).toEqual({
      messageId: 'm',
      event: 'CLEARED',
      at: '2026-04-15T16:00:00.500Z',
      alert: { ...ALERT, since: '2026-04-15T16:00:00.500Z', clearNote: 'Over' },
    });
  });

  it('has a signature over the second of sending and the body', () => {
    const headers = messageHeaders('{"é":1}', 'm', 'secret', AT);
    const expected = createHmac('sha256', 'secret').update('1776268800.{"é":1}').digest('hex');
    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-alert-message-id': 'm',
      'x-alert-timestamp': '1776268800',
      'x-alert-signature': `v1=${expected}`,
    });
  });

  it('has the user and password of the URL in a header, because they must not be in the URL', () => {
    const target = { url: 'https://me:p%40ss@hooks.example/a', format: 'json', secret: 'secret' } as const;
    const { url, headers } = webhookRequest(target, bodyOf('RAISED'), AT);
    expect(url).toBe('https://hooks.example/a');
    expect(headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });
});

describe('a message for Slack', () => {
  const send = (body: string) =>
    webhookRequest({ url: 'https://hooks.example/T0/B0/x', format: 'slack', secret: undefined }, body, AT);

  it('is one text, whose control characters are escaped', () => {
    const { url, headers, body } = send(bodyOf('RAISED', { description: 'a < b & <!channel>' }));
    expect([url, headers]).toEqual(['https://hooks.example/T0/B0/x', { 'content-type': 'application/json' }]);
    expect(JSON.parse(body)).toEqual({
      text:
        '🔴 *Critical: Data quality is critical*\na &lt; b &amp; &lt;!channel&gt;\n' +
        '_quality.health, since 2026-04-15T16:00:00.500Z_',
    });
  });

  it('describes how the alert ended, and that it became critical', () => {
    expect(send(bodyOf('CLEARED')).body).toContain('✅ *Over: Data quality is critical*\\nOver\\nNo cycle');
    expect(send(bodyOf('ESCALATED')).body).toContain('The alert has become critical.');
    expect(send(bodyOf('RAISED', { severity: 'WARNING' })).body).toContain('🟠 *Warning: ');
  });
});

describe('a message for ntfy', () => {
  const send = (url: string, body: string) => {
    const request = webhookRequest({ url, format: 'ntfy', secret: undefined }, body, AT);
    return { url: request.url, headers: request.headers, body: JSON.parse(request.body) as Record<string, unknown> };
  };

  it('is published to the topic of the URL, as JSON to its server', () => {
    const { url, body } = send('https://ntfy.example/park-alerts', bodyOf('RAISED', { title: 'Überlauf “™”' }));
    expect(url).toBe('https://ntfy.example/');
    expect(body).toEqual({
      topic: 'park-alerts',
      title: 'Critical: Überlauf “™”',
      message: 'No cycle for an hour\nquality.health, since 2026-04-15T16:00:00.500Z',
      priority: 5,
      tags: ['rotating_light'],
    });
  });

  it('has a lower priority for a warning, and the lowest for the end', () => {
    const priorityOf = (body: string) => send('https://ntfy.example/x', body).body.priority;
    expect(priorityOf(bodyOf('RAISED', { severity: 'WARNING' }))).toBe(4);
    expect(priorityOf(bodyOf('CLEARED'))).toBe(2);
  });

  it('has the token of the URL in a header, and keeps a path before the topic', () => {
    const { url, headers, body } = send('https://:tk_abc@host.example/ntfy/alerts/', bodyOf('RAISED'));
    expect([url, body.topic]).toEqual(['https://host.example/ntfy/', 'alerts']);
    expect(headers.authorization).toBe(`Basic ${Buffer.from(':tk_abc').toString('base64')}`);
  });
});
