import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { startHttpApp } from './support/test-http-app.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('request ids', () => {
  let app: NestExpressApplication;
  beforeAll(async () => {
    app = await startHttpApp();
  });
  afterAll(() => app.close());

  it('are generated for requests without one', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => (await request(app.getHttpServer()).get('/api/samples')).get('X-Request-Id')),
    );
    expect(ids).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('of the client appear in the header, in errors, and in the request context', async () => {
    const id = 'Client.id_1-2';
    const failed = await request(app.getHttpServer()).get('/api/none').set('X-Request-Id', id);
    expect([failed.get('X-Request-Id'), (failed.body as { requestId: string }).requestId]).toEqual([id, id]);
    const served = await request(app.getHttpServer()).get('/api/samples/request-id').set('X-Request-Id', id);
    expect(served.body).toEqual({ requestId: id });
  });

  it.each([['two words'], ['x'.repeat(65)], ['<script>'], ['a;b']])(
    'of the client are replaced where not sane: %s',
    async (id) => {
      const response = await request(app.getHttpServer()).get('/api/samples').set('X-Request-Id', id);
      expect(response.get('X-Request-Id')).toMatch(UUID);
    },
  );

  it('are present even if the body cannot be read', async () => {
    const response = await request(app.getHttpServer())
      .post('/api/samples')
      .type('json')
      .set('X-Request-Id', 'r1')
      .send('{');
    expect([response.status, response.body]).toMatchObject([400, { requestId: 'r1' }]);
  });
});
