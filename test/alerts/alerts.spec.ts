import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Clock } from '../../src/common/time/clock.js';
import type { Alert } from '../../src/modules/alerts/alert.js';
import { signatureOf } from '../../src/modules/alerts/webhook-formats.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { alertProcess } from './alert-process.js';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.js';

const SECRET = '0123456789abcdef-secret';
const START = Date.parse('2026-04-15T16:00:00Z');
const MINUTE_MS = 60_000;

class SetClock extends Clock {
  nowMs = START;
  override now(): Date {
    return new Date(this.nowMs);
  }
}

const alert = (overrides: Partial<Alert> = {}): Alert => ({
  key: 'storage.capacity',
  severity: 'WARNING',
  title: 'The disk fills up',
  description: '61 % used',
  details: { percent: 61 },
  ...overrides,
});

describe('alerts', () => {
  const clock = new SetClock();
  let open: OpenDatabase;
  let receiver: WebhookReceiver;
  let second: DataSource;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    open = await openMigratedDatabase('alerts');
    second = await open.connect();
    receiver = await startWebhookReceiver();
  });
  afterAll(async () => {
    await receiver.close();
    await open.close();
  });
  beforeEach(async () => {
    clock.nowMs = START;
    receiver.received.length = 0;
    receiver.statuses.length = 0;
    await open.dataSource.query('DELETE FROM alert_deliveries');
    await open.dataSource.query('DELETE FROM alerts');
  });

  /** The services of one process. */
  function startProcess(dataSource = open.dataSource, url: string = receiver.url) {
    return alertProcess(dataSource, clock, { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: SECRET });
  }
  const messages = () =>
    receiver.received.map(({ body }) => JSON.parse(body) as { messageId: string; event: string; alert: Alert });
  const events = () => messages().map(({ event }) => event);

  it('are sent once when raised and once when cleared, however often they are raised in between', async () => {
    const { alerts, deliveries } = startProcess();
    expect(await alerts.raise(alert())).toBe('RAISED');
    clock.nowMs += MINUTE_MS;
    expect(await alerts.raise(alert({ description: '62 % used', details: { percent: 62 } }))).toBeNull();
    await deliveries.deliverDue();
    expect(await alerts.active()).toMatchObject([
      {
        key: 'storage.capacity',
        description: '62 % used',
        details: { percent: 62 },
        since: new Date(START),
        updatedAt: new Date(START + MINUTE_MS),
        clearedAt: null,
        delivery: 'DELIVERED',
      },
    ]);
    expect(await alerts.clear('storage.capacity', 'space was added')).toBe(true);
    expect(await alerts.clear('storage.capacity', 'again')).toBe(false);
    await deliveries.deliverDue();
    expect(messages()).toMatchObject([
      { event: 'RAISED', alert: { description: '61 % used', details: { percent: 61 } } },
      {
        event: 'CLEARED',
        alert: { description: '62 % used', clearNote: 'space was added', since: '2026-04-15T16:00:00.000Z' },
      },
    ]);
    expect(await alerts.active()).toEqual([]);
    expect(await alerts.history()).toMatchObject([{ clearNote: 'space was added', delivery: 'DELIVERED' }]);
  });

  it('are a new alert if raised again after being cleared', async () => {
    const { alerts, deliveries } = startProcess();
    await alerts.raise(alert());
    await alerts.clear('storage.capacity', 'over');
    clock.nowMs += MINUTE_MS;
    expect(await alerts.raise(alert())).toBe('RAISED');
    await deliveries.deliverDue();
    expect(events().sort()).toEqual(['CLEARED', 'RAISED', 'RAISED']);
    expect(await alerts.history()).toHaveLength(2);
    expect(await alerts.active()).toHaveLength(1);
  });

  it('are sent again on the first escalation to critical only', async () => {
    const { alerts, deliveries } = startProcess();
    await alerts.raise(alert());
    expect(await alerts.raise(alert({ severity: 'CRITICAL' }))).toBe('ESCALATED');
    expect(await alerts.raise(alert())).toBeNull();
    expect(await alerts.raise(alert({ severity: 'CRITICAL' }))).toBeNull();
    await deliveries.deliverDue();
    expect(events()).toEqual(['RAISED', 'ESCALATED']);
  });

  it('are signed over the second of sending and the body, with the configured key', async () => {
    const { alerts, deliveries } = startProcess();
    await alerts.raise(alert({ title: 'Überlauf “™”' }));
    await deliveries.deliverDue();
    const [{ headers, body }] = receiver.received as [WebhookReceiver['received'][0]];
    const timestamp = headers['x-alert-timestamp'] as string;
    expect(Number(timestamp) * 1000).toBe(START);
    expect(headers['x-alert-signature']).toBe(`v1=${signatureOf(timestamp, body, SECRET)}`);
    expect(headers['x-alert-message-id']).toBe(messages()[0]!.messageId);
  });

  it('are retried with growing pauses by any process until the receiver accepts the same message', async () => {
    receiver.statuses.push(500, 307, 429);
    const { alerts, deliveries } = startProcess();
    await alerts.raise(alert());
    await deliveries.deliverDue();
    await deliveries.deliverDue();
    expect(receiver.received).toHaveLength(1);
    expect(await alerts.active()).toMatchObject([{ delivery: 'PENDING' }]);
    for (const pauseSeconds of [15, 30, 60, 120]) {
      clock.nowMs += pauseSeconds * 1000 - 1;
      const restarted = startProcess(second);
      await restarted.deliveries.deliverDue();
      clock.nowMs += 1;
      await restarted.deliveries.deliverDue();
    }
    expect(receiver.received.map(({ answered }) => answered)).toEqual([500, 307, 429, 204]);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['x-alert-message-id'])).size).toBe(1);
  });

  it('are never sent as cleared before they were sent as raised', async () => {
    receiver.statuses.push(503);
    const { alerts, deliveries } = startProcess();
    await alerts.raise(alert());
    await deliveries.deliverDue();
    await alerts.clear('storage.capacity', 'over');
    await deliveries.deliverDue();
    expect(events()).toEqual(['RAISED']);
    clock.nowMs += MINUTE_MS;
    await deliveries.deliverDue();
    expect(events()).toEqual(['RAISED', 'RAISED', 'CLEARED']);
  });

  it('are sent once by several processes that raise and deliver at the same time', async () => {
    const processes = [startProcess(), startProcess(second), startProcess(), startProcess(second)];
    const forwardedFor = await Promise.all(processes.map(({ alerts }) => alerts.raise(alert())));
    expect(forwardedFor.filter((event) => event !== null)).toEqual(['RAISED']);
    await Promise.all(processes.map(({ deliveries }) => deliveries.deliverDue()));
    const cleared = await Promise.all(processes.map(({ alerts }) => alerts.clear('storage.capacity', 'over')));
    expect(cleared.filter(Boolean)).toHaveLength(1);
    await Promise.all(processes.map(({ deliveries }) => deliveries.deliverDue()));
    await Promise.all(processes.map(({ deliveries }) => deliveries.onModuleDestroy()));
    expect(events()).toEqual(['RAISED', 'CLEARED']);
  });

  it('are given up after three days, and do not delay others', async () => {
    const { alerts, deliveries } = startProcess();
    receiver.statuses.push(500, 410);
    await alerts.raise(alert());
    await deliveries.deliverDue();
    clock.nowMs += 72 * 60 * MINUTE_MS;
    await alerts.raise(alert({ key: 'other' }));
    await deliveries.deliverDue();
    clock.nowMs += 72 * 60 * MINUTE_MS;
    await deliveries.deliverDue();
    expect(receiver.received.map(({ answered }) => answered)).toEqual([500, 410, 204]);
    expect(await alerts.active()).toMatchObject([{ delivery: 'FAILED' }, { key: 'other', delivery: 'DELIVERED' }]);
  });

  it('are kept for an unreachable receiver', async () => {
    const away = await startWebhookReceiver();
    await away.close();
    const { alerts, deliveries } = startProcess(open.dataSource, away.url);
    await alerts.raise(alert());
    await deliveries.deliverDue();
    expect(await open.dataSource.query('SELECT attempts, last_error FROM alert_deliveries')).toEqual([
      { attempts: 1, last_error: 'ECONNREFUSED' },
    ]);
  });

  it('go only to the log without a webhook', async () => {
    const { alerts, deliveries } = startProcess(open.dataSource, '');
    await alerts.raise(alert());
    await deliveries.deliverDue();
    expect(await alerts.active()).toMatchObject([{ delivery: 'LOG_ONLY' }]);
    expect(receiver.received).toEqual([]);
  });

  it('are listed with critical ones first, then the oldest', async () => {
    const { alerts } = startProcess(open.dataSource, '');
    await alerts.raise(alert({ key: 'b' }));
    clock.nowMs += 1;
    await alerts.raise(alert({ key: 'a' }));
    await alerts.raise(alert({ key: 'c', severity: 'CRITICAL', details: undefined }));
    expect((await alerts.active()).map(({ key }) => key)).toEqual(['c', 'b', 'a']);
    expect((await alerts.active())[0]!.details).toEqual({});
  });
});
