import { Logger } from '@nestjs/common';
import type { Alert } from '../../src/modules/alerts/alert.js';
import { SettableClock } from '../support/collector-app.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { alertProcess } from './alert-process.js';
import { Program } from '../support/program.js';
import { type MailReceiver, startMailReceiver } from './mail-receiver.js';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.js';

const START = Date.parse('2026-04-15T16:00:00Z');
const ALERT: Alert = {
  key: 'quality.health',
  severity: 'CRITICAL',
  title: 'Datenqualität: kritisch',
  description: 'No cycle for an hour',
};

describe('the channels of alerts', () => {
  const clock = new SettableClock(START);
  const lines: string[] = [];
  let open: OpenDatabase;
  let mails: MailReceiver;
  let hook: WebhookReceiver;

  beforeAll(async () => {
    const keep = (message: unknown) => void lines.push(String(message));
    Logger.overrideLogger({ log: keep, warn: keep, error: keep });
    open = await openMigratedDatabase('alert_channels');
    mails = await startMailReceiver();
    hook = await startWebhookReceiver();
  });
  afterAll(async () => {
    await mails.close();
    await hook.close();
    await open.close();
  });
  beforeEach(async () => {
    clock.nowMs = START;
    for (const list of [lines, mails.received, hook.received, hook.statuses]) list.length = 0;
    await open.dataSource.query('DELETE FROM alert_deliveries');
    await open.dataSource.query('DELETE FROM alerts');
  });

  const byMail = (url = `smtp://127.0.0.1:${mails.port}`, to = 'a@example.org, b@example.org') => ({
    ...{ ALERT_SMTP_URL: url, ALERT_MAIL_FROM: 'warehouse@example.org', ALERT_MAIL_TO: to },
  });
  const start = (settings: Record<string, string>) => alertProcess(open.dataSource, clock, settings);
  const outbox = () =>
    open.dataSource.query<object[]>(
      'SELECT channel, attempts, delivered_at IS NOT NULL AS isDelivered, last_error AS error FROM alert_deliveries ORDER BY delivery_id',
    );
  /** The value of a header, which may be folded into several lines. */
  const headerOf = (text: string, name: string) =>
    new RegExp(`^${name}: *(.+?)\\r?$`, 'm').exec(text.replace(/\r?\n[ \t]+/g, ' '))![1];

  it('include e-mail: one mail when raised and one when cleared, in one thread', async () => {
    const { alerts, deliveries } = start(byMail());
    await alerts.raise(ALERT);
    await deliveries.deliverDue();
    await alerts.clear(ALERT.key, 'The data quality is good again');
    await deliveries.deliverDue();
    expect(mails.received).toMatchObject([
      { from: 'warehouse@example.org', to: ['a@example.org', 'b@example.org'], user: undefined },
      {
        to: ['a@example.org', 'b@example.org'],
        text: expect.stringContaining('The data quality is good again') as string,
      },
    ]);
    const [raised, cleared] = mails.received.map(({ text }) => text);
    expect(headerOf(raised!, 'Subject')).toMatch(/^=\?UTF-8\?Q\?=5BPark_warehouse=5D_Critical=3A_Datenqu/);
    expect(headerOf(raised!, 'Message-ID')).toMatch(/^<[0-9a-f]{32}@/);
    expect(headerOf(cleared!, 'In-Reply-To')).toBe(headerOf(raised!, 'Message-ID'));
    expect(await alerts.history()).toMatchObject([{ delivery: 'DELIVERED' }]);
  });

  it('sign in to the mail server with the user and password of the URL', async () => {
    const { alerts, deliveries } = start(byMail(`smtp://bob%40example.org:right-password@127.0.0.1:${mails.port}`));
    await alerts.raise(ALERT);
    await deliveries.deliverDue();
    expect(mails.received).toMatchObject([{ user: 'bob@example.org' }]);
  });

  it('retry a mail whose password is wrong, and neither log nor store what the server wrote', async () => {
    const { alerts, deliveries } = start(byMail(`smtp://bob:wrong-password@127.0.0.1:${mails.port}`));
    await alerts.raise(ALERT);
    await deliveries.deliverDue();
    expect(await outbox()).toEqual([{ channel: 'EMAIL', attempts: 1, isDelivered: 0, error: 'SMTP 535 EAUTH' }]);
    expect(lines.join('\n')).toContain('SMTP 535 EAUTH');
    expect(lines.join('\n')).not.toMatch(/wrong-password|bob/);
    expect(await alerts.active()).toMatchObject([{ delivery: 'PENDING' }]);
  });

  it('send no password to another machine without TLS', async () => {
    // an address of this machine that does not look like one
    const elsewhere = await startMailReceiver('127.0.0.2');
    const { alerts, deliveries } = start(byMail(`smtp://bob:right-password@127.0.0.2:${elsewhere.port}`));
    await alerts.raise(ALERT);
    await deliveries.deliverDue();
    expect(elsewhere.received).toEqual([]);
    expect(await outbox()).toMatchObject([{ isDelivered: 0, error: expect.stringContaining('ETLS') as string }]);
    await elsewhere.close();
  });

  it('deliver to the other recipients if the server refuses one, and log how many', async () => {
    const { alerts, deliveries } = start(byMail(undefined, 'refused@example.org,b@example.org'));
    await alerts.raise(ALERT);
    await deliveries.deliverDue();
    expect(mails.received).toMatchObject([{ to: ['b@example.org'] }]);
    expect(lines).toContain('1 of 2 recipients were refused');
  });

  it('retry a mail that every recipient was refused', async () => {
    const { alerts, deliveries } = start(byMail(undefined, 'refused@example.org'));
    await alerts.raise(ALERT);
    await deliveries.deliverDue();
    expect(await outbox()).toMatchObject([
      { isDelivered: 0, error: expect.stringMatching(/^SMTP \d+ EENVELOPE$/) as string },
    ]);
  });

  it('do not wait for each other: a mail server that is away does not delay the webhook', async () => {
    const away = await startMailReceiver();
    await away.close();
    const { alerts, deliveries } = start({
      ...byMail(`smtp://127.0.0.1:${away.port}`),
      ...{ ALERT_WEBHOOK_URL: hook.url, ALERT_WEBHOOK_SECRET: '0123456789abcdef' },
    });
    await alerts.raise(ALERT);
    await alerts.clear(ALERT.key, 'over');
    await deliveries.deliverDue();
    const events = hook.received.map(({ body }) => (JSON.parse(body) as { event: string }).event);
    expect(events).toEqual(['RAISED', 'CLEARED']);
    expect(await outbox()).toEqual([
      { channel: 'WEBHOOK', attempts: 1, isDelivered: 1, error: null },
      { channel: 'EMAIL', attempts: 1, isDelivered: 0, error: expect.stringMatching(/^SMTP E/) as string },
      { channel: 'WEBHOOK', attempts: 1, isDelivered: 1, error: null },
      { channel: 'EMAIL', attempts: 0, isDelivered: 0, error: null },
    ]);
  });

  it('that were off do not send what is over for a day, but what still lasts', async () => {
    const settings = byMail();
    const { alerts, deliveries: before } = start(settings);
    await alerts.raise(ALERT);
    await alerts.raise({ ...ALERT, key: 'storage.capacity', title: 'Disk' });
    await alerts.clear(ALERT.key, 'over');
    await before.deliverDue();
    mails.received.length = 0;
    // as if the channel had been switched off before
    await open.dataSource.query(
      `UPDATE alert_deliveries SET attempts = 0, delivered_at = NULL, next_attempt_at = created_at, last_error = NULL`,
    );
    clock.nowMs = START + 25 * 3_600_000;
    const { deliveries } = start(settings);
    await deliveries.deliverDue();
    expect(mails.received.map(({ text }) => headerOf(text, 'Subject'))).toEqual([
      expect.stringContaining('Disk') as string,
    ]);
    expect(await outbox()).toEqual([
      { channel: 'EMAIL', attempts: 0, isDelivered: 0, error: 'not sent: the channel was off' },
      { channel: 'EMAIL', attempts: 1, isDelivered: 1, error: null },
      { channel: 'EMAIL', attempts: 0, isDelivered: 0, error: 'not sent: the channel was off' },
    ]);
    expect(lines).toContain('2 e-mails about alerts that are over, due for more than a day: not sent');
  });

  it('are tried by `alerts test`, which prints what happened by each, without a database', async () => {
    const run = (settings: Record<string, string>) =>
      new Program('alerts', ['test'], { DATABASE_URL: 'mysql://nobody@127.0.0.1:1/none', ...settings }).end();
    hook.statuses.push(403);
    const both = { ...byMail(), ALERT_WEBHOOK_URL: hook.url, ALERT_WEBHOOK_FORMAT: 'slack' };
    const failed = await run(both);
    expect([failed.code, failed.stdout.trim()]).toEqual([
      1,
      'ALERT_WEBHOOK_URL: failed, HTTP 403\nALERT_SMTP_URL: accepted',
    ]);
    expect(mails.received).toMatchObject([{ text: expect.stringContaining('Nothing is wrong') as string }]);
    expect((await run(both)).code).toBe(0);
    expect(await run({})).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('No channel is configured') as string,
    });
  });

  it('include Slack, without a signature', async () => {
    const { alerts, deliveries } = start({ ALERT_WEBHOOK_URL: hook.url, ALERT_WEBHOOK_FORMAT: 'slack' });
    await alerts.raise(ALERT);
    await deliveries.deliverDue();
    const [{ headers, body }] = hook.received as [WebhookReceiver['received'][0]];
    expect(JSON.parse(body)).toEqual({ text: expect.stringContaining('Datenqualität: kritisch') as string });
    expect(headers['x-alert-signature']).toBeUndefined();
  });

  it('include ntfy, with the token of the URL', async () => {
    const url = hook.url.replace('://', '://:tk_secret@').replace('/hook', '/park-alerts');
    const { alerts, deliveries } = start({ ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_FORMAT: 'ntfy' });
    await alerts.raise(ALERT);
    await deliveries.deliverDue();
    const [{ headers, body }] = hook.received as [WebhookReceiver['received'][0]];
    expect(JSON.parse(body)).toMatchObject({ topic: 'park-alerts', priority: 5 });
    expect(headers.authorization).toBe(`Basic ${Buffer.from(':tk_secret').toString('base64')}`);
  });
});
