import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, Program } from '../support/program.js';

const KEY = 'the-admin-key-of-the-traces';
const KIND = { internal: 1, server: 2, client: 3 };
const FAILED = 2;

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string };
}

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Attribute[];
  status: { code?: number };
}

/** A body of `/v1/traces` in the JSON form of OTLP. */
interface TraceBody {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[];
}

const valuesOf = (attributes: readonly Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]));

/** Takes traces by OTLP over HTTP, as a collector does. */
class TraceReceiver {
  readonly spans: Span[] = [];
  readonly resources: Record<string, unknown>[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  /** Everything received, as text. */
  received = '';
  status = 200;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        this.headers.push({ ...request.headers, path: `${request.method} ${request.url}` });
        if (this.status === 200) this.take(body);
        response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private take(body: string): void {
    this.received += body;
    for (const { resource, scopeSpans } of (JSON.parse(body) as TraceBody).resourceSpans) {
      this.resources.push(valuesOf(resource.attributes));
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    }
  }

  /** Spans are sent in batches, the last ones when the program ends. */
  named(name: string): Span[] {
    return this.spans.filter((span) => span.name === name);
  }

  within(parent: Span): Span[] {
    return this.spans.filter(({ traceId, spanId }) => traceId === parent.traceId && spanId !== parent.spanId);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

describe('the traces of a server', () => {
  let open: OpenDatabase;
  let simulator: ApiSimulator;
  let receiver: TraceReceiver;
  let endpoint: string;
  let program: Program | undefined;
  let url: string;

  beforeAll(async () => {
    open = await openMigratedDatabase('traces');
    simulator = await startApiSimulator({
      clock: () => Date.now(),
      seed: 3,
      destinations: 1,
      ridesPerDestination: 4,
      limitPerMinute: 100_000,
    });
  });
  beforeEach(async () => {
    receiver = new TraceReceiver();
    endpoint = await receiver.listen();
  });
  afterEach(async () => {
    await stopped();
    receiver.close();
  });
  afterAll(async () => {
    await simulator?.close();
    await open?.close();
  });

  async function serve(settings: Record<string, string> = {}): Promise<Program> {
    program = new Program('main', [], {
      ...{ DATABASE_URL: databaseUrl(open.database.connectionOptions), ADMIN_API_KEY: KEY, PORT: '0' },
      ...{ LIVE_API_BASE_URL: simulator.baseUrl, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...settings },
    });
    await program.until('Listening at ');
    url = /Listening at (\S+?):? after/.exec(program.output)![1]!;
    return program;
  }

  async function stopped(): Promise<void> {
    program?.kill('SIGTERM');
    await program?.end();
    program = undefined;
  }

  it('have each request with its route, in the trace of the client, and its statements without their values', async () => {
    await serve({ OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=parks,authorization=Bearer%20the-token' });
    const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
    const headers = { traceparent: `00-${traceId}-${spanId}-01`, 'x-request-id': 'mine-1' };
    expect((await fetch(`${url}/api/parks/123456`, { headers })).status).toBe(404);
    await fetch(`${url}/api/search?q=hidden-words`);
    await fetch(`${url}/nothing/here`);
    await stopped();

    const [request] = receiver.named('GET /api/parks/{parkId}');
    expect(request).toMatchObject({ traceId, parentSpanId: spanId, kind: KIND.server });
    expect(valuesOf(request!.attributes)).toMatchObject({
      ...{ 'http.route': '/api/parks/{parkId}', 'http.request.method': 'GET', 'http.response.status_code': 404 },
      ...{ 'url.path': '/api/parks/123456', 'warehouse.request_id': 'mine-1' },
    });
    const statements = receiver.within(request!);
    expect(statements).not.toEqual([]);
    for (const { name } of statements) expect(name).toMatch(/^SELECT \w+$/);
    for (const { kind, parentSpanId } of statements)
      expect([kind, parentSpanId]).toEqual([KIND.client, request!.spanId]);
    expect(receiver.named('GET').map(({ attributes }) => valuesOf(attributes)['url.path'])).toEqual(['/nothing/here']);
    expect(receiver.resources[0]).toMatchObject({
      'service.name': 'theme-park-data-warehouse',
      'warehouse.role': 'all',
    });
    expect(receiver.headers[0]).toMatchObject({
      ...{ path: 'POST /v1/traces', 'x-tenant': 'parks', authorization: 'Bearer the-token' },
    });
    expect(receiver.received).not.toMatch(/hidden-words|the-token/);
  });

  it('have the run of a job with its requests to the API and its statements', async () => {
    await serve();
    const admin = { authorization: `Bearer ${KEY}` };
    const started = await fetch(`${url}/api/admin/jobs/catalog-sync/run`, { method: 'POST', headers: admin });
    expect(started.status).toBe(202);
    const isDone = async () => {
      const parks = (await (await fetch(`${url}/api/parks`)).json()) as { data: unknown[] };
      return parks.data.length > 0;
    };
    while (!(await isDone())) await pause(100);
    await stopped();

    const [job] = receiver.named('job catalog-sync');
    expect(job).toMatchObject({ kind: KIND.internal });
    const within = receiver.within(job!);
    const asked = within.filter(({ name }) => name === 'GET 127.0.0.1');
    expect(asked.map(({ attributes }) => valuesOf(attributes)['http.response.status_code'])).toContain(200);
    expect(within.map(({ name }) => name)).toEqual(expect.arrayContaining(['INSERT parks', 'COMMIT']));
  });

  it('end with the error of what failed', async () => {
    await serve({ LIVE_API_BASE_URL: 'http://127.0.0.1:9' });
    const admin = { authorization: `Bearer ${KEY}` };
    await fetch(`${url}/api/admin/jobs/catalog-sync/run`, { method: 'POST', headers: admin });
    await program!.until('the run failed');
    await stopped();
    const [failed] = receiver.named('GET 127.0.0.1');
    expect(failed!.status.code).toBe(FAILED);
    expect(receiver.named('job catalog-sync')[0]!.status.code).toBe(FAILED);
  });

  it('are recorded for the share of traces that is set', async () => {
    await serve({ OTEL_TRACES_SAMPLER_ARG: '0' });
    await fetch(`${url}/api/parks`);
    await stopped();
    expect(receiver.spans).toEqual([]);
  });

  it('may not be received, and the server serves', async () => {
    receiver.status = 400;
    const server = await serve();
    expect((await fetch(`${url}/api/parks`)).status).toBe(200);
    await server.until('traces cannot be sent');
    expect((await fetch(`${url}/api/destinations`)).status).toBe(200);
    await stopped();
  });
});
