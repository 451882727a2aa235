import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { OpenAPIObject } from '@nestjs/swagger';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { middleware } from 'express-openapi-validator';
import type { Server } from 'node:http';
import { Clock } from '../../src/common/time/clock.js';
import { StatisticsRefreshService } from '../../src/modules/statistics/refresh.service.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { StatsWorld } from '../statistics/support/stats-world.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';
import { executed, operationsOf, isEndless } from './support/documented-requests.js';

const NOW = new Date('2026-06-15T12:00:00Z');

class StandingClock extends Clock {
  override now(): Date {
    return NOW;
  }
}

interface ErrorBody {
  error: { code: string; message: string; details: object };
}

/** The documented errors of an operation: examples by code. */
type Examples = Record<string, { value: ErrorBody }>;

/** Forwards the responses of the server to the validator. */
function forwarding(server: string): RequestHandler {
  return (request, response, next) => {
    const headers = { authorization: request.headers.authorization ?? '' };
    fetch(`${server}${request.originalUrl}`, { method: request.method, ...(headers.authorization ? { headers } : {}) })
      .then(async (reply) => {
        const type = reply.headers.get('content-type') ?? '';
        response.status(reply.status).type(type);
        if (type.startsWith('application/json')) response.json(await reply.json());
        else response.send(Buffer.from(await reply.arrayBuffer()));
      })
      .catch(next);
  };
}

const REFUSED = 599;
/** Requests and responses that the validator refused. */
const refusing: ErrorRequestHandler = (error: { message: string; errors?: unknown }, _request, response, next) => {
  if (response.headersSent) next(error);
  else response.status(REFUSED).send(`${error.message} ${JSON.stringify(error.errors)}`);
};

async function listenInFrontOf(api: ApiApp): Promise<{ front: Server; url: string }> {
  const { port } = api.app.getHttpServer().address() as AddressInfo;
  const app = express();
  app.use(
    middleware({
      apiSpec: structuredClone(api.document) as Parameters<typeof middleware>[0]['apiSpec'],
      validateApiSpec: true,
      validateRequests: { allowUnknownQueryParameters: false },
      validateResponses: { allErrors: true },
      // the server itself refuses a missing key, and its response is checked
      validateSecurity: false,
    }),
    forwarding(`http://127.0.0.1:${port}`),
    refusing,
  );
  const front = app.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return { front, url: `http://127.0.0.1:${(front.address() as AddressInfo).port}` };
}

/** The validator compiles the schemas of each operation, some 0.5 s of processor time. */
const ALL_READS_MS = 240_000;

describe('a strict OpenAPI validator in front of the server', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let front: Server;
  const archive = temporaryFolder('empty-archive');
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase('api_strict_validator');
    const settings = { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '10000', ARCHIVE_SOURCE: archive.path };
    api = await ApiApp.start({ connection: database.connectionOptions, settings, clock: new StandingClock() });
    const world = new StatsWorld(api.dataSource);
    await world.park(1, 'Europe/Paris', [1, 2]);
    await world.archive(1, [['2026-06-13T08:00:00Z', 'OPERATING', 10], ['2026-06-13T09:00:00Z', 'DOWN'], ['2026-06-13T10:00:00Z', 'OPERATING', 55], ['2026-06-13T18:00:00Z', 'CLOSED']]); // prettier-ignore
    await world.archive(2, [
      ['2026-06-14T08:00:00Z', 'OPERATING', null],
      ['2026-06-14T18:00:00Z', 'CLOSED'],
    ]);
    const when = { from: new Date('2026-06-15T11:50:00Z'), until: NOW };
    await world.rows.schedule(1, '2026-06-15', new Date('2026-06-15T08:00:00Z'), new Date('2026-06-15T18:00:00Z'));
    await world.rows.state(1, 'OPERATING', { ...when, wait: 25 });
    await world.rows.state(2, null, when);
    await world.rows.queue(1, 'PAID_RETURN_TIME', { ...when, price_minor: 1500, price_currency: 'EUR', state: 'AVAILABLE' }); // prettier-ignore
    await api.app.get(StatisticsRefreshService, { strict: false }).refresh();
    ({ front, url } = await listenInFrontOf(api));
  });
  afterAll(async () => {
    front?.close();
    await api?.close();
    await database?.drop();
    archive.remove();
  });

  const reads = (document: OpenAPIObject) =>
    operationsOf(document).filter(([method, , operation]) => method === 'get' && !isEndless(operation));
  const isAdmin = (path: string): boolean => path.startsWith('/api/admin');
  const withKey = { headers: { authorization: `Bearer ${ADMIN_KEY}` } };

  it(
    'accepts the response of every public GET',
    async () => {
      for (const [, path, operation] of reads(api.document).filter(([, path]) => !isAdmin(path))) {
        const reply = await fetch(`${url}${executed(path, operation)}`);
        expect([path, reply.status, reply.status === 200 ? '' : await reply.text()]).toEqual([path, 200, '']);
      }
    },
    ALL_READS_MS,
  );

  it(
    'accepts the response of every admin GET, with and without the key',
    async () => {
      for (const [, path, operation] of reads(api.document).filter(([, path]) => isAdmin(path))) {
        const asked = `${url}${executed(path, operation)}`;
        const reply = await fetch(asked, withKey);
        expect([path, await reply.text()]).toEqual([path, expect.not.stringMatching(/^\/response/)]);
        // an archive without a destination is unavailable
        expect([path, [200, 404, 503]]).toEqual([path, expect.arrayContaining([reply.status])]);
        expect([path, (await fetch(asked)).status]).toEqual([path, 401]);
      }
    },
    ALL_READS_MS,
  );

  it.each([
    ['/api/parks/4294967295', '/api/parks/{parkId}', 404, 'PARK_NOT_FOUND'],
    ['/api/rides/4294967295', '/api/rides/{rideId}', 404, 'RIDE_NOT_FOUND'],
    ['/api/export/snapshots?parkId=1&from=2024-05-01T00:00:00Z&to=2024-05-01T00:00:00Z', '/api/export/snapshots', 400, 'DATE_OUT_OF_RANGE'], // prettier-ignore
    ['/api/analytics/heatmap?rideId=1&parkId=1&from=2026-06-01&to=2026-06-10', '/api/analytics/heatmap', 400, 'VALIDATION_FAILED'], // prettier-ignore
    ['/api/admin/import/status/imp_0a1b2c3d4e', '/api/admin/import/status/{importId}', 404, 'IMPORT_NOT_FOUND'],
    ['/api/admin/catalog/decisions/9', '/api/admin/catalog/decisions/{decisionId}', 404, 'DECISION_NOT_FOUND'],
    ['/api/admin/catalog/proposals/9', '/api/admin/catalog/proposals/{proposalId}', 404, 'PROPOSAL_NOT_FOUND'],
    ['/api/admin/quality/exclusions/9', '/api/admin/quality/exclusions/{exclusionId}', 404, 'EXCLUSION_NOT_FOUND'],
    ['/api/admin/quality/issues/9', '/api/admin/quality/issues/{logId}', 404, 'ISSUE_NOT_FOUND'],
    [
      '/api/admin/storage/measure/msr_0123456789abcdef0123',
      '/api/admin/storage/measure/{jobId}',
      404,
      'MEASUREMENT_NOT_FOUND',
    ],
    ['/api/admin/aggregates/rebuild/9', '/api/admin/aggregates/rebuild/{rebuildId}', 404, 'REBUILD_NOT_FOUND'],
  ])('passes the error of %s, of which there is an example', async (asked, path, status, code) => {
    const reply = await fetch(`${url}${asked}`, withKey);
    const text = await reply.text();
    expect([text, reply.status]).toEqual([expect.stringContaining(code), status]);
    const { error } = JSON.parse(text) as ErrorBody;
    const example = examplesOf(api.document, path, status)[code]!.value.error;
    expect(example.code).toBe(code);
    // for invalid input, the fields depend on the request
    if (code !== 'VALIDATION_FAILED') expect(Object.keys(example.details)).toEqual(Object.keys(error.details));
    if (status === 404) expect(example.message.replaceAll(/\d+|(imp|msr)_\w+/g, '#')).toBe(error.message.replaceAll(/\d+|(imp|msr)_\w+/g, '#')); // prettier-ignore
  });

  it('accepts every response to a range that ends before it begins', async () => {
    const ranges = [
      ['from', 'to'],
      ['startDate', 'endDate'],
    ] as const;
    const asked = reads(api.document).flatMap(([, path, operation]) =>
      ranges
        .filter(([from]) => operation.parameters?.some(({ name }) => name === from))
        .map(([from, to]) => {
          const isDate = operation.parameters!.find(({ name }) => name === from)!.schema?.format === 'date';
          const query = new URLSearchParams(executed(path, operation).split('?')[1]);
          query.set(from, isDate ? '2026-06-14' : '2026-06-14T00:00:00Z');
          query.set(to, isDate ? '2026-06-13' : '2026-06-13T00:00:00Z');
          return `${executed(path, operation).split('?')[0]}?${query.toString()}`;
        }),
    );
    expect(asked.length).toBeGreaterThan(8);
    for (const path of asked) {
      const reply = await fetch(`${url}${path}`, withKey);
      expect([path, reply.status, await reply.text()]).toEqual([path, 400, expect.stringContaining('"code"')]);
    }
  });

  it('finds an example for every documented error code, and for no other code', () => {
    for (const [, path, operation] of operationsOf(api.document)) {
      for (const [status, { content }] of Object.entries(operation.responses).filter(([key]) => key >= '400')) {
        const { schema, examples } = content['application/json'] as { schema: object; examples: Examples };
        const codes = JSON.stringify(schema).match(/"enum":(\[[^\]]*\])/)![1]!;
        expect([path, status, Object.keys(examples)]).toEqual([path, status, JSON.parse(codes)]);
        for (const [code, { value }] of Object.entries(examples)) expect(value.error.code).toBe(code);
      }
    }
  });
});

function examplesOf(document: OpenAPIObject, path: string, status: number): Examples {
  const [, , { responses }] = operationsOf(document).find(([method, known]) => method === 'get' && known === path)!;
  return responses[String(status)]!.content['application/json']!.examples as Examples;
}
