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
    ['192.0.2.7:41234', '192.0.2.7'],
    ['[2001:db8::1]:41234', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
  ])('behind a trusted proxy is the last forwarded one: %s', (forwardedFor, expected) => {
    expect(clientAddress(requestWith(forwardedFor), 'true')).toBe(expected);
  });

  it.each([[undefined], [''], ['10.0.0.1, ']])(
    'behind a trusted proxy without a forwarded one is the proxy’s: %s',
    (forwardedFor) => {
      expect(clientAddress(requestWith(forwardedFor), 'true')).toBe(PEER);
    },
  );

  it('is the peer’s if no proxy is trusted', () => {
    expect(clientAddress(requestWith('192.0.2.7'), 'false')).toBe(PEER);
  });

  it('behind two proxies is the last but one, whatever the client has sent itself', () => {
    expect(clientAddress(requestWith('203.0.113.9, 198.51.100.4, 10.0.0.2'), '2')).toBe('198.51.100.4');
    expect(clientAddress(requestWith('198.51.100.4'), '2')).toBe('198.51.100.4');
  });

  it('is the last one that is no listed proxy, also for a client that leaves out the first proxy', () => {
    const proxies = `${PEER},10.0.0.0/8`;
    expect(clientAddress(requestWith('203.0.113.9, 198.51.100.4, 10.0.0.2'), proxies)).toBe('198.51.100.4');
    expect(clientAddress(requestWith('203.0.113.9, 198.51.100.4'), proxies)).toBe('198.51.100.4');
    expect(clientAddress(requestWith('10.0.0.7, 10.0.0.2'), proxies)).toBe('10.0.0.7');
    expect(clientAddress(requestWith('203.0.113.9'), '10.0.0.0/8')).toBe(PEER);
  });

  it('knows IPv4 proxies on a socket of both families', () => {
    const request = requestWith('2001:db8::1');
    (request.socket as { remoteAddress: string }).remoteAddress = '::ffff:127.0.0.1';
    expect(clientAddress(request, '127.0.0.1')).toBe('2001:db8::1');
  });
});
