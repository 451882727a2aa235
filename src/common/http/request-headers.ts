import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { trustedProxies } from '../config/trusted-proxies.js';
import { runInRequest } from '../logging/app-logger.js';

/** Names and values, alternating: the form that `writeHead` sends without any lookup or copy. */
export type HeaderList = readonly string[];

/** The headers set so far, without some names (in lower case). */
export function headersSoFar(response: ServerResponse, except: ReadonlySet<string>): HeaderList {
  return response
    .getHeaderNames()
    .filter((name) => !except.has(name))
    .flatMap((name) => [name, String(response.getHeader(name))]);
}

export function setHeaders(response: ServerResponse, headers: HeaderList): void {
  for (let at = 0; at < headers.length; at += 2) response.setHeader(headers[at]!, headers[at + 1]!);
}

export const REQUEST_ID_HEADER = 'X-Request-Id';
/** Node provides header names in lower case. */
const INCOMING_NAME = 'x-request-id';

/** Allowed ids of clients: nothing that could break a log line or a header. */
const SANE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** On the request itself: a WeakMap takes a twentieth of the processor time of a cached response (measured). */
const REQUEST_ID = Symbol('requestId');
type IdentifiedRequest = IncomingMessage & { [REQUEST_ID]?: string };

/** The client's id if it is allowed, otherwise a new one; the same for every call. */
export function requestIdOf(request: IdentifiedRequest): string {
  const given = request.headers[INCOMING_NAME];
  if (typeof given === 'string' && SANE_ID.test(given)) return given;
  return (request[REQUEST_ID] ??= randomUUID());
}

/** Gives every request an id, and returns it in the response. */
export function requestIdMiddleware(request: Request, response: Response, next: NextFunction): void {
  const requestId = requestIdOf(request);
  response.setHeader(REQUEST_ID_HEADER, requestId);
  runInRequest(requestId, next);
}

/** Whether the client uses HTTPS. Behind a trusted proxy, the proxy reports it in X-Forwarded-Proto. */
export function isOverTls({ headers, socket }: IncomingMessage, trustProxy: string): boolean {
  const isBehindProxy = trustedProxies(trustProxy)(socket.remoteAddress ?? '', 0);
  const forwarded = isBehindProxy ? String(headers['x-forwarded-proto'] ?? '') : '';
  const last = forwarded.split(',').at(-1)!.trim().toLowerCase();
  return last === '' ? 'encrypted' in socket && socket.encrypted === true : last === 'https';
}

/**
 * The address of the client: from the peer backwards through X-Forwarded-For, the first one that is no trusted proxy. Each proxy
 * appends the address that it was asked from, so entries before that may be invented: with them, a client could choose its
 * address and escape its rate limit.
 */
export function clientAddress({ headers, socket }: IncomingMessage, trustProxy: string): string {
  let address = socket.remoteAddress ?? '';
  if (headers['x-forwarded-for'] === undefined) return address;
  const isTrusted = trustedProxies(trustProxy);
  const forwarded = String(headers['x-forwarded-for']).split(',');
  for (let distance = 0; isTrusted(address, distance); distance++) {
    const before = forwarded.pop()?.trim() ?? '';
    if (before === '') break;
    address = withoutPort(before);
  }
  return address;
}

/** Some proxies append `192.0.2.7:41234` or `[2001:db8::1]:41234`. */
const withoutPort = (entry: string): string =>
  /^([\d.]+):\d+$/.exec(entry)?.[1] ?? /^\[(.+)\](?::\d+)?$/.exec(entry)?.[1] ?? entry;
