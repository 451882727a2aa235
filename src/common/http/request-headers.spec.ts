import type { IncomingMessage } from 'node:http';
import { clientAddress } from './request-headers.js';

const PEER = '192.0.2.1';

function requestWith(forwardedFor: string | undefined): IncomingMessage {
  return {
    headers: { 'x-forwarded-for': forwardedFor },
    socket: { remoteAddress: PEER },
  } as unknown as IncomingMessage;
}

describe('the address of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['10.0.0.1, 10.0.0.2 ,192.0.2.7 ', '192.0.2.7'],
    ['2001:db8::1', '2001:db8::1'],
  ])('behind a trusted proxy is the last forwarded one: %s', (forwardedFor, expected) => {
    expect(clientAddress(requestWith(forwardedFor), true)).toBe(expected);
  });

  it.each([[undefined], [''], ['10.0.0.1, ']])(
    'behind a trusted proxy without a forwarded one is the proxy’s: %s',
    (forwardedFor) => {
      expect(clientAddress(requestWith(forwardedFor), true)).toBe(PEER);
    },
  );

  it('is the peer’s if no proxy is trusted', () => {
    expect(clientAddress(requestWith('192.0.2.7'), false)).toBe(PEER);
  });
});
