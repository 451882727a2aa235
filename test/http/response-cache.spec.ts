import { counted, CountedApp } from './support/counted-app.js';
import { ADMIN_KEY } from './support/test-http-app.js';

describe('a repeated public request', () => {
  let api: CountedApp;
  beforeAll(async () => {
    api = await CountedApp.start();
  });
  beforeEach(() => api.beginAnew());
  afterAll(() => api.app.close());

  it('gets the cached response for a while, with its age', async () => {
    const first = await api.get('counted/kept?of=a');
    api.clock.nowMs += 4_999;
    const again = await api.get('counted/kept?of=a');
    expect(first.body).toEqual({ of: 'a', asked: 1, at: '1970-01-01T00:00:00.000Z' });
    expect(again.text).toBe(first.text);
    expect([first.headers.age, again.headers.age]).toEqual([undefined, '4']);
    api.clock.nowMs += 1;
    expect((await api.get('counted/kept?of=a')).body).toMatchObject({ asked: 2 });
  });

  it('is a different request with another query, and is still validated', async () => {
    expect((await api.get('counted/kept?of=c')).body).toMatchObject({ of: 'c' });
    expect((await api.get('counted/kept?of=d')).body).toMatchObject({ of: 'd' });
    const refused = [await api.get('counted/kept?off=d'), await api.get('counted/kept?off=d')];
    expect(refused.map(({ status }) => status)).toEqual([400, 400]);
  });

  it('is computed again if it may not be cached, and after a failure', async () => {
    const fresh = [await api.get('counted/fresh'), await api.get('counted/fresh')];
    expect(fresh.map(({ body }) => body)).toEqual([{ asked: 1 }, { asked: 2 }]);
    const failures = [await api.get('counted/failing'), await api.get('counted/failing')];
    expect([counted.asked, ...failures.map(({ status }) => status)]).toEqual([4, 500, 500]);
    expect(failures.map(({ headers }) => headers['cache-control'])).toEqual([undefined, undefined]);
  });

  it('is not cached with a key or in the admin part', async () => {
    const key = { Authorization: `Bearer ${ADMIN_KEY}` };
    await api.get('counted/kept?of=e', key);
    await api.get('counted/kept?of=e');
    expect((await api.get('counted/kept?of=e', key)).body).toMatchObject({ asked: 3 });
    await api.get('admin/counted', key);
    expect((await api.get('admin/counted', key)).body).toEqual({ asked: 5 });
    expect((await api.get('admin/counted')).status).toBe(401);
  });

  it('is computed once for concurrent requests, which wait before the framework', async () => {
    let release = (): void => undefined;
    counted.gate = new Promise((resolve) => (release = resolve));
    const first = api.get('counted/slow?of=a');
    while (counted.asked === 0) await new Promise((resolve) => setImmediate(resolve));
    const others = [api.get('counted/slow?of=a'), api.get('counted/slow?of=a')];
    while ((await connections(api)) < 3) await new Promise((resolve) => setImmediate(resolve));
    release();
    const bodies = (await Promise.all([first, ...others])).map(({ body }) => body);
    expect(bodies).toEqual(Array(3).fill({ of: 'a', asked: 1 }));
    expect(api.passed).toBe(1);
  });

  it('returns a failure to every waiting request', async () => {
    let release = (): void => undefined;
    counted.gate = new Promise((resolve) => (release = resolve));
    const first = api.get('counted/slow?of=failure');
    while (counted.asked === 0) await new Promise((resolve) => setImmediate(resolve));
    const other = api.get('counted/slow?of=failure');
    while ((await connections(api)) < 2) await new Promise((resolve) => setImmediate(resolve));
    release();
    expect([(await first).status, (await other).status]).toEqual([500, 500]);
  });
});

describe('without a cache', () => {
  it('every request is computed, and HTTP caches may still keep the response', async () => {
    const api = await CountedApp.start({ PUBLIC_RESPONSE_CACHE_MS: '0' });
    api.beginAnew();
    const [, again] = [await api.get('counted/kept?of=a'), await api.get('counted/kept?of=a')];
    expect(again).toMatchObject({ body: { asked: 2 }, headers: { 'cache-control': 'public, max-age=60' } });
    expect(api.passed).toBe(2);
    await api.app.close();
  });
});

function connections({ app }: CountedApp): Promise<number> {
  return new Promise((resolve, reject) => {
    app
      .getHttpServer()
      .getConnections((error: Error | null, count: number) => (error ? reject(error) : resolve(count)));
  });
}
