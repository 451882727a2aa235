import { createHmac } from 'node:crypto';
import { messageBody, messageHeaders } from './webhook.js';

const AT = new Date('2026-04-15T16:00:00.500Z');
const ALERT = {
  key: 'quality.health',
  severity: 'CRITICAL',
  title: 'Data quality is critical',
  description: 'No cycle for an hour',
  details: { minutes: 61 },
} as const;

describe('a webhook message', () => {
  it('contains the event, the alert, and since when it is active', () => {
    const facts = { messageId: 'm', event: 'CLEARED', at: AT, since: AT, clearNote: 'over' } as const;
    expect(JSON.parse(messageBody(ALERT, facts))).toEqual({
      messageId: 'm',
      event: 'CLEARED',
      at: '2026-04-15T16:00:00.500Z',
      alert: { ...ALERT, since: '2026-04-15T16:00:00.500Z', clearNote: 'over' },
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
});
