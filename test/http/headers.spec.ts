import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { ADMIN_KEY, startHttpApp } from './support/test-http-app.js';

const ORIGIN = 'https://elsewhere.example';

describe('response headers', () => {
  let app: NestExpressApplication;
  beforeAll(async () => {
    app = await startHttpApp();
  });
  afterAll(() => app.close());

  it('protect the client and do not name the framework', async () => {
    const { headers } = await request(app.getHttpServer()).get('/api/samples');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('let pages of any origin read the public part and its headers', async () => {
    const { headers } = await request(app.getHttpServer()).get('/api/samples').set('Origin', ORIGIN);
    expect(headers['access-control-allow-origin']).toBe('*');
    for (const name of ['RateLimit-Remaining', 'Retry-After', 'ETag', 'Content-Disposition', 'X-Data-Age-Seconds']) {
      expect(headers['access-control-expose-headers']).toContain(name);
    }
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('allow only reading in a preflight request', async () => {
    const response = await request(app.getHttpServer())
      .options('/api/samples')
      .set({ Origin: ORIGIN, 'Access-Control-Request-Method': 'GET' });
    expect(response.status).toBe(204);
    expect(response.get('Access-Control-Allow-Methods')).toBe('GET,HEAD');
  });

  it.each(['/api/admin/samples', '/API/Admin/samples'])('let no page of another origin use %s', async (path) => {
    const read = await request(app.getHttpServer())
      .get(path)
      .set({ Origin: ORIGIN, Authorization: `Bearer ${ADMIN_KEY}` });
    const asked = await request(app.getHttpServer())
      .options(path)
      .set({ Origin: ORIGIN, 'Access-Control-Request-Method': 'GET' });
    expect(read.status).toBe(200);
    expect(read.headers).not.toHaveProperty('access-control-allow-origin');
    expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
