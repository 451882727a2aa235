import { ForbiddenException, HttpException, ServiceUnavailableException } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createConnection } from 'mysql2/promise';
import request from 'supertest';
import { QueryFailedError } from 'typeorm';
import { DomainError, ERROR_CODES } from '../../src/common/domain-error.js';
import { ERROR_STATUS } from '../../src/common/http/http-errors.js';
import { THROWN } from './support/sample.module.js';
import { responseOf } from './support/answer.js';
import { ADMIN_KEY, LinesLogger, startHttpApp } from './support/test-http-app.js';

const SECRET = 'the-secret-inside';

/** The error of mysql2 if no server is listening (port 1 of this machine). */
async function refusedConnection(): Promise<Error> {
  try {
    await createConnection({ host: '127.0.0.1', port: 1, user: SECRET });
  } catch (error) {
    return error as Error;
  }
  throw new Error('port 1 answers');
}

describe('errors', () => {
  const logger = new LinesLogger();
  let app: NestExpressApplication;
  const get = (path: string) => request(app.getHttpServer()).get(path);
  const post = (path: string) => request(app.getHttpServer()).post(path).set('Authorization', `Bearer ${ADMIN_KEY}`);

  beforeAll(async () => {
    app = await startHttpApp({ logger });
  });
  afterAll(() => app.close());
  beforeEach(() => {
    logger.lines.length = 0;
  });

  it.each(ERROR_CODES.filter((code) => code !== 'INTERNAL_ERROR'))(
    'a domain error %s keeps code, message and details, with its status',
    async (code) => {
      const { status, body } = await responseOf(get(`/api/failures/domain?code=${code}`));
      expect(status).toBe(ERROR_STATUS[code]);
      expect(body).toEqual({
        error: { code, message: 'said by the domain', details: { id: 7 } },
        requestId: expect.any(String) as unknown,
      });
    },
  );

  it.each([
    ['an error', new Error(SECRET)],
    ['an internal domain error', new DomainError('INTERNAL_ERROR', SECRET, { secret: SECRET })],
    ['a failed statement', new QueryFailedError(`SELECT ${SECRET}`, [], new Error(SECRET))],
    ['a missing file', Object.assign(new Error(SECRET), { code: 'ENOENT' })],
    ['a broken connection to another service', Object.assign(new Error(SECRET), { code: 'ECONNRESET' })],
    ['an HTTP exception of 500', new HttpException(SECRET, 500)],
    ['a string', SECRET],
    ['nothing', undefined],
  ])('%s is 500 INTERNAL_ERROR that shows nothing of it', async (kind, thrown) => {
    THROWN[kind] = thrown;
    const { status, body, text } = await responseOf(get(`/api/failures/thrown?kind=${encodeURIComponent(kind)}`));
    expect(status).toBe(500);
    expect(body).toMatchObject({ error: { code: 'INTERNAL_ERROR', details: {} } });
    expect(text).not.toContain(SECRET);
  });

  it('an unknown failure is logged with its stack and the stack of its cause', async () => {
    THROWN['caused'] = new Error('on top', { cause: new Error('at the root') });
    await get('/api/failures/thrown?kind=caused');
    const [line] = logger.lines.filter(({ level }) => level === 'error');
    expect(line?.text).toMatch(
      /GET \/api\/failures\/thrown -> 500 INTERNAL_ERROR .*on top\n\s+at [^]*caused by Error: at the root\n\s+at /,
    );
  });

  it('a refused request is logged at debug only', async () => {
    await get('/api/failures/domain?code=PARK_NOT_FOUND');
    expect(logger.lines.map(({ level }) => level)).toEqual(['debug']);
  });

  it.each([
    ['the connection is refused', refusedConnection],
    ['the connection is lost in a statement', () => lost(new QueryFailedError('SELECT 1', [], lostConnection()))],
    [
      'the server has no connection left',
      () => lost(Object.assign(new Error(SECRET), { code: 'ER_CON_COUNT_ERROR', fatal: true })),
    ],
    [
      'the user has no connection left',
      () => lost(Object.assign(new Error(SECRET), { code: 'ER_TOO_MANY_USER_CONNECTIONS', fatal: true })),
    ],
    ['the password was changed', () => lost(Object.assign(new Error(SECRET), { errno: 1045, sqlState: '28000' }))],
    ['the account was locked', () => lost(Object.assign(new Error(SECRET), { errno: 4151, sqlState: 'HY000' }))],
  ])('503 DATABASE_UNAVAILABLE when %s', async (_, failure) => {
    THROWN['database'] = await failure();
    const { status, body, text } = await responseOf(get('/api/failures/thrown?kind=database'));
    expect([status, (body as { error: { code: string } }).error.code]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    expect(text).not.toContain(SECRET);
  });

  it('an unknown route is 404 NOT_FOUND', async () => {
    const { status, body } = await responseOf(get('/api/no-such-thing'));
    expect([status, body]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
  });

  it.each(['/', '/index.html', '/apis'])(
    'a path outside the API (%s) is 404 NOT_FOUND in the same shape',
    async (path) => {
      const response = await get(path);
      expect([response.status, response.body]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
    },
  );

  it('a path that cannot be decoded is 400 VALIDATION_FAILED', async () => {
    const { status, body } = await responseOf(get('/api/samples/%FF'));
    expect([status, body]).toMatchObject([400, { error: { code: 'VALIDATION_FAILED' } }]);
  });

  it('malformed JSON is 400 VALIDATION_FAILED', async () => {
    const { status, body } = await responseOf(post('/api/admin/samples/start').type('json').send('{"name":'));
    expect([status, body]).toMatchObject([
      400,
      { error: { code: 'VALIDATION_FAILED' }, requestId: expect.any(String) as unknown },
    ]);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'name=x'],
    ['text/plain', 'x'],
  ])('a body of type %s is 415', async (type, content) => {
    const { status, body } = await responseOf(post('/api/admin/samples/start').set('Content-Type', type).send(content));
    expect([status, body]).toMatchObject([415, { error: { code: 'VALIDATION_FAILED' } }]);
  });

  it('a POST without a body needs no content type', async () => {
    await post('/api/admin/samples/things/3').expect(200);
  });

  it('a body of more than 1 MB is 413, one just below is read', async () => {
    const send = (length: number) => post('/api/admin/samples/start').send({ name: 'x'.repeat(length), inner: [] });
    await send(1024 * 1024 - 100).expect(201);
    const { status, body } = await responseOf(send(1024 * 1024));
    expect([status, body]).toMatchObject([413, { error: { code: 'VALIDATION_FAILED' } }]);
  });

  it.each([
    [new ForbiddenException(), 403, 'FORBIDDEN'],
    [new HttpException('gone', 410), 410, 'VALIDATION_FAILED'],
    [new ServiceUnavailableException({ status: 'error' }), 503, 'DATABASE_UNAVAILABLE'],
  ])('the HTTP exception %s keeps its status', async (thrown, status, code) => {
    THROWN['http'] = thrown;
    const response = await get('/api/failures/thrown?kind=http');
    expect([response.status, response.body]).toMatchObject([status, { error: { code } }]);
  });
});

function lostConnection(): Error {
  return Object.assign(new Error(SECRET), { code: 'PROTOCOL_CONNECTION_LOST', fatal: true });
}

function lost(error: Error): Promise<Error> {
  return Promise.resolve(error);
}
