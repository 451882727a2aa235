import request from 'supertest';
import { counted, CountedApp } from './support/counted-app.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PATH = 'counted/kept?of=a';
/** Headers that differ between requests. */
const OF_ONE_REQUEST = ['x-request-id', 'ratelimit-remaining', 'ratelimit-reset', 'date'];

function common(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_REQUEST.includes(name)));
}

describe('a cached response', () => {
  let api: CountedApp;
  beforeAll(async () => {
    api = await CountedApp.start({ TRUST_PROXY: 'true', RATE_LIMIT_PUBLIC_PER_MINUTE: '3' });
  });
  /** Each test is a different client, with its own budget. */
  let client = 0;
  let from: Record<string, string>;
  beforeEach(() => {
    api.beginAnew();
    from = { 'X-Forwarded-For': `192.0.2.${++client}` };
  });
  afterAll(() => api.app.close());

  it('bypasses the framework, and has all of its headers', async () => {
    const origin = { ...from, Origin: 'https://elsewhere.example' };
    const [first, again] = [await api.get(PATH, origin), await api.get(PATH, origin)];
    expect([api.passed, counted.asked]).toEqual([1, 1]);
    expect(common(again.headers)).toEqual(common(first.headers));
    expect(again.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
      'content-length': String(Buffer.byteLength(first.text)),
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(again.headers['content-security-policy']).toContain("default-src 'self'");
    expect(again.headers).not.toHaveProperty('x-powered-by');
  });

  it('has the id of its own request, or the client’s if allowed', async () => {
    const first = await api.get(PATH, from);
    const own = await api.get(PATH, { ...from, 'X-Request-Id': 'my.id' });
    const made = await api.get(PATH, { ...from, 'X-Request-Id': 'two words' });
    expect(own.headers['x-request-id']).toBe('my.id');
    expect(made.headers['x-request-id']).toMatch(UUID);
    expect(made.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(api.passed).toBe(1);
  });

  it('counts against the client’s budget, and is refused when that is used up', async () => {
    const responses = [];
    for (let n = 0; n < 5; n++) responses.push(await api.get(PATH, { ...from, 'X-Request-Id': `r${n}` }));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(responses.map(({ headers }) => headers['ratelimit-remaining'])).toEqual(['2', '1', '0', '0', '0']);
    const { headers, body } = responses[3]!;
    expect(headers['retry-after']).toBe(headers['ratelimit-reset']);
    expect(headers).not.toHaveProperty('cache-control');
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'x-request-id': 'r3' });
    expect(body).toMatchObject({ error: { code: 'RATE_LIMITED', details: { limitPerMinute: 3 } }, requestId: 'r3' });
    expect((await api.get(PATH, { 'X-Forwarded-For': '192.0.2.250' })).status).toBe(200);
  });

  it('shares one budget with uncached responses', async () => {
    await api.get(PATH, from);
    await api.get(PATH, from);
    expect((await api.get('counted/fresh', from)).headers['ratelimit-remaining']).toBe('0');
    expect((await api.get(PATH, from)).status).toBe(429);
  });

  it('is 304 for a matching ETag, with the headers of the framework’s 304', async () => {
    const { headers } = await api.get(PATH, from);
    const early = await api.get(PATH, { ...from, 'If-None-Match': headers.etag! });
    expect(api.passed).toBe(1);
    const framework = await api.get(PATH, { ...from, 'If-None-Match': `"other", ${headers.etag!}` });
    expect(api.passed).toBe(2);
    expect([early.status, framework.status, early.text, counted.asked]).toEqual([304, 304, '', 1]);
    expect(common(early.headers)).toEqual(common(framework.headers));
    expect(early.headers).not.toHaveProperty('content-length');
  });

  it('is sent in full for another ETag, or with no-cache', async () => {
    const { headers, text } = await api.get(PATH, from);
    expect(await api.get(PATH, { ...from, 'If-None-Match': '"other"' })).toMatchObject({ status: 200, text });
    const insisting = { ...from, 'If-None-Match': headers.etag!, 'Cache-Control': 'no-cache' };
    expect(await api.get(PATH, insisting)).toMatchObject({ status: 200, text });
    expect(counted.asked).toBe(1);
  });

  it('has no body for HEAD, which shares the cache entry of GET', async () => {
    const asked = await api.send('head', PATH, from);
    const full = await api.get(PATH, from);
    const head = await api.send('head', PATH, from);
    expect([asked.status, head.status, head.text ?? '', api.passed]).toEqual([200, 200, '', 1]);
    expect(full.body).toMatchObject({ of: 'a', asked: 1 });
    expect(common(head.headers)).toEqual(common(full.headers));
  });

  it('is not used for other methods, nor for a request with a body', async () => {
    await api.get(PATH, from);
    expect((await api.send('post', PATH, from)).status).toBe(404);
    const typed = { ...from, 'Content-Type': 'text/plain', 'Content-Length': '1' };
    expect(api.passed).toBe(2);
    const refused = await responseToBody(api, typed);
    expect([refused, api.passed]).toEqual([415, 3]);
  });
});

async function responseToBody({ app }: CountedApp, headers: Record<string, string>): Promise<number> {
  return (await request(app.getHttpServer()).get(`/api/${PATH}`).set(headers).send('x')).status;
}
