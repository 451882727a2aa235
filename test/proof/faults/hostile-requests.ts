import type { OpenAPIObject } from '@nestjs/swagger';
import { exampleBody, executed, type Operation, operationsOf } from '../../api/support/documented-requests.js';
import { SeededRandom } from '../../support/seeded-random.js';
import {
  AUTHORIZATIONS,
  BROKEN,
  CONTENT_TYPES,
  HEADERS,
  LONE_SURROGATE,
  LONG,
  METHODS,
  NAMES,
  PATHS,
  TEXTS,
  VALUES,
} from './hostile-values.js';

/** A request that is wrong in some way. */
export interface HostileRequest {
  kind: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  /** Sent as it is over a connection of its own, and cut off after a while, instead of the above. */
  raw: Buffer[] | null;
}

/** Endless requests of all kinds, the same ones for each seed. None of them can start or stop work of the server. */
export class HostileRequests {
  private readonly random: SeededRandom;
  private readonly operations: [string, string, Operation][];

  constructor(
    private readonly document: OpenAPIObject,
    private readonly adminKey: string,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
    this.operations = operationsOf(document);
  }

  next(): HostileRequest {
    const kinds: Record<string, () => Partial<HostileRequest>> = {
      'wrong parameter': () => ({ path: this.withParameter(this.random.pick(this.withParameters())) }),
      'unknown parameter': () => ({
        path: `${this.read()}${this.encoded(this.random.pick(NAMES))}=${this.encoded(this.random.pick(TEXTS))}`,
      }),
      'wrong id in the path': () => ({ path: this.withPathValue() }),
      'wrong value in the body': () => this.post(JSON.stringify(this.spoilt())),
      'broken JSON': () => this.post(this.random.pick(BROKEN)),
      'bytes as JSON': () => this.post(Buffer.from([0x7b, 0x22, 0xff, 0xfe, this.random.between(0, 255), 0x22, 0x7d])),
      'wrong type of the body': () => this.post('{"a":1}', { 'content-type': this.random.pick(CONTENT_TYPES) }),
      'wrong encoding of the body': () =>
        this.post('{}', { 'content-encoding': this.random.pick(['gzip', 'br', 'deflate', 'zip', '']) }),
      'body too large': () => this.post(`{"a":"${'x'.repeat(this.random.between(1_048_577, 2_000_000))}"}`),
      'unknown path': () => ({ path: this.random.pick(PATHS) }),
      'wrong method': () => ({ method: this.random.pick(METHODS), path: this.readPath() }),
      'wrong key': () => this.withWrongKey(),
      'odd header': () => ({ path: this.readPath(), headers: Object.fromEntries([this.random.pick(HEADERS)]) }),
      'raw bytes': () => ({ raw: this.rawBytes() }),
    };
    const kind = this.random.pick(Object.keys(kinds));
    return { kind, method: 'GET', path: '/', headers: {}, body: null, raw: null, ...kinds[kind]!() };
  }

  private encoded(text: string): string {
    return text === LONE_SURROGATE ? '%ED%A0%80' : encodeURIComponent(text);
  }

  private reads() {
    return this.operations.filter(([method, path]) => method === 'get' && !path.startsWith('/api/admin'));
  }

  private withParameters() {
    return this.reads().filter(([, , { parameters = [] }]) => parameters.some((one) => one.in === 'query'));
  }

  private readPath(): string {
    const [, path, operation] = this.random.pick(this.reads());
    return executed(path, operation);
  }

  /** Ready for one more parameter. */
  private read(): string {
    const path = this.readPath();
    return `${path}${path.includes('?') ? '&' : '?'}`;
  }

  private withParameter([, path, operation]: [string, string, Operation]): string {
    const names = operation.parameters!.filter((one) => one.in === 'query').map(({ name }) => name);
    const url = new URL(executed(path, operation), 'http://host');
    const name = this.random.pick(names);
    if (this.random.below(5) > 0) url.searchParams.delete(name);
    const rest = url.searchParams.toString();
    return `${url.pathname}?${rest}${rest === '' ? '' : '&'}${name}=${this.encoded(this.random.pick(TEXTS))}`;
  }

  private withPathValue(): string {
    const [, path] = this.random.pick(this.reads().filter(([, one]) => one.includes('{')));
    return path.replace(/\{\w+\}/g, () => this.encoded(this.random.pick(TEXTS)));
  }

  /** An operation with a body, with the right key: nothing but the body is wrong. */
  private post(body: string | Buffer, headers: Record<string, string> = {}): Partial<HostileRequest> {
    const [method, path, operation] = this.bodied();
    const key = { authorization: `Bearer ${this.adminKey}`, 'content-type': 'application/json' };
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return {
      method: method.toUpperCase(),
      path: executed(path, operation),
      headers: { ...key, ...headers },
      body: bytes,
    };
  }

  private bodied() {
    return this.random.pick(this.operations.filter(([, , { requestBody }]) => requestBody !== undefined));
  }

  /** The example of a body with a wrong value and a field that does not exist, so that it is never accepted. */
  private spoilt(): object {
    const [, , operation] = this.bodied();
    const body = { ...exampleBody(this.document, operation) } as Record<string, unknown>;
    const name = this.random.pick([...Object.keys(body), ...NAMES]);
    return { ...body, [name]: this.random.pick(VALUES), noSuchField: this.random.pick(VALUES) };
  }

  private withWrongKey(): Partial<HostileRequest> {
    const [method, path, operation] = this.random.pick(
      this.operations.filter(([, one]) => one.startsWith('/api/admin')),
    );
    const headers = { authorization: this.random.pick(AUTHORIZATIONS), 'content-type': 'application/json' };
    const body = method === 'get' ? null : Buffer.from(JSON.stringify(exampleBody(this.document, operation) ?? {}));
    return { method: method.toUpperCase(), path: executed(path, operation), headers, body };
  }

  private rawBytes(): Buffer[] {
    const path = this.readPath();
    const head = `GET ${path} HTTP/1.1\r\nHost: a\r\n`;
    const post = `POST /api/admin/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n`;
    return this.random
      .pick([
        [head],
        [`${head}\r\n`],
        [`${post}Content-Length: 500\r\n\r\n`, ...Array<string>(5).fill('{')],
        [`${post}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}`],
        [`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
        [`${post}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`],
        [`${head}X: ${LONG.repeat(4)}\r\n\r\n`],
        ['\u0016\u0003\u0001\u0002\u0000', 'GET\r\n\r\n'],
        ['GET / HTTP/9.9\r\n\r\n'],
        [`${head}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`],
        [`GET ${path} HTTP/1.1\r\n\r\n`],
        [`GET http://evil.example/${path} HTTP/1.1\r\nHost: b\r\n\r\n`],
      ])
      .map((text) => Buffer.from(text, 'latin1'));
  }
}
