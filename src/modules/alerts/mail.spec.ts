import type { AlertMessage } from './alert-message.js';
import { mailOf, transportOptions } from './mail.js';

const MESSAGE: AlertMessage = {
  messageId: 'b7c1',
  event: 'RAISED',
  at: '2026-04-15T16:00:00.500Z',
  alert: {
    ...{ key: 'quality.health', severity: 'CRITICAL', title: 'Data quality is critical' },
    ...{ description: 'No cycle for an hour', details: { minutes: 61, park: 'Magic Kingdom' } },
    ...{ since: '2026-04-15T16:00:00.500Z', clearNote: null },
  },
};
const TARGET = { from: 'warehouse@example.org', to: ['a@example.org', 'b@example.org'] };

describe('the mail about an alert', () => {
  it('has the alert with its values as text', () => {
    expect(mailOf(MESSAGE, TARGET)).toMatchObject({
      from: 'warehouse@example.org',
      to: ['a@example.org', 'b@example.org'],
      subject: '[Park warehouse] Critical: Data quality is critical',
      text:
        'No cycle for an hour\n\nquality.health, since 2026-04-15T16:00:00.500Z\n\n' +
        'minutes: 61\npark: Magic Kingdom',
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Alert-Event': 'RAISED' },
      priority: 'high',
    });
  });

  it('refers to the first mail of the alert, so that both are in one thread', () => {
    const first = mailOf(MESSAGE, TARGET);
    const clearNote = 'The data quality is good again';
    const last = mailOf(
      { ...MESSAGE, messageId: 'c8d2', event: 'CLEARED', alert: { ...MESSAGE.alert, clearNote } },
      TARGET,
    );
    expect(first.messageId).toMatch(/^<[0-9a-f]{32}@theme-park-data-warehouse\.invalid>$/);
    expect(last).toMatchObject({
      messageId: '<c8d2@theme-park-data-warehouse.invalid>',
      ...{ inReplyTo: first.messageId, references: first.messageId },
      subject: '[Park warehouse] Over: Data quality is critical',
      text: expect.stringMatching(/^The data quality is good again\n/) as string,
    });
    expect(last.priority).toBeUndefined();
    const later = mailOf({ ...MESSAGE, alert: { ...MESSAGE.alert, since: '2026-04-16T16:00:00.500Z' } }, TARGET);
    expect(later.messageId).not.toBe(first.messageId);
  });
});

describe('the connection to a mail server', () => {
  it('has the port of its protocol, and decodes user and password', () => {
    expect(transportOptions('smtps://me:p%40ss@mail.example')).toMatchObject({
      ...{ host: 'mail.example', port: 465, secure: true, auth: { user: 'me', pass: 'p@ss' } },
    });
    expect(transportOptions('smtp://mail.example')).toMatchObject({ port: 587, secure: false, requireTLS: false });
    expect(transportOptions('smtp://mail.example:2525').auth).toBeUndefined();
  });

  it('requires TLS for a password, except on this machine', () => {
    expect(transportOptions('smtp://me:secret@mail.example').requireTLS).toBe(true);
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      expect(transportOptions(`smtp://me:secret@${host}`)).toMatchObject({ requireTLS: false, ignoreTLS: true });
  });
});
