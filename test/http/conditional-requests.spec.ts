import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { ADMIN_KEY } from './support/test-http-app.js';
import { counted, CountedApp } from './support/counted-app.js';

const PATH = 'counted/big';

const asSent = (bytes: Buffer): Buffer => bytes;

interface Sent {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

/** Node's `fetch` decompresses; a plain request shows what is sent. */
async function plain(api: CountedApp, headers: Record<string, string>, method = 'GET'): Promise<Sent> {
  const { request } = await import('node:http');
  const url = `${await api.app.getUrl()}/api/${PATH}`;
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: new Headers(response.headers as Record<string, string>),
          bytes: Buffer.concat(chunks),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('public reads', () => {
  let api: CountedApp;
  beforeAll(async () => {
    api = await CountedApp.start();
  });
  beforeEach(() => api.beginAnew());
  afterAll(() => api.app.close());

  const TEXT = () => JSON.stringify({ version: counted.version, text: 'wait '.repeat(2_000) });

  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0.5, gzip;q=0.9', 'gzip', gunzipSync],
    ['BR;q=0, *', 'gzip', gunzipSync],
    ['identity', null, asSent],
    ['deflate, br;q=0, gzip;q=0', null, asSent],
    ['', null, asSent],
    [';;,=,q=', null, asSent],
  ] as const)('with Accept-Encoding %j are sent as %s, computed and cached alike', async (accepted, encoding, read) => {
    const [computed, cached] = [
      await plain(api, { 'Accept-Encoding': accepted }),
      await plain(api, { 'Accept-Encoding': accepted }),
    ];
    for (const { headers, bytes } of [computed, cached]) {
      expect(headers.get('content-encoding')).toBe(encoding);
      expect(headers.get('vary')).toContain('Accept-Encoding');
      expect(headers.get('content-length')).toBe(String(bytes.length));
      expect(read(bytes).toString()).toBe(TEXT());
    }
    expect(counted.asked).toBe(1);
  });

  it('have the same ETag in every encoding, and 304 for it', async () => {
    const etags = new Set<string | null>();
    for (const encoding of ['br', 'gzip', 'identity']) {
      const { headers } = await plain(api, { 'Accept-Encoding': encoding });
      etags.add(headers.get('etag'));
      const again = await plain(api, { 'Accept-Encoding': encoding, 'If-None-Match': headers.get('etag')! });
      expect([again.status, again.bytes.length, again.headers.get('content-encoding')]).toEqual([304, 0, null]);
      expect(again.headers.get('vary')).toContain('Accept-Encoding');
    }
    expect(etags.size).toBe(1);
  });

  it('have no body for HEAD, with the length of the encoding', async () => {
    const { bytes } = await plain(api, { 'Accept-Encoding': 'br' });
    const head = await plain(api, { 'Accept-Encoding': 'br' }, 'HEAD');
    expect([head.bytes.length, head.headers.get('content-length')]).toEqual([0, String(bytes.length)]);
  });

  it('keep ETag and Last-Modified as long as the content, beyond the cache', async () => {
    const first = await plain(api, {});
    const modified = first.headers.get('last-modified')!;
    api.clock.nowMs += 3_600_000;
    const later = await plain(api, {});
    expect([later.headers.get('etag'), later.headers.get('last-modified')]).toEqual([
      first.headers.get('etag'),
      modified,
    ]);
    expect((await plain(api, { 'If-Modified-Since': modified })).status).toBe(304);
    expect((await plain(api, { 'If-None-Match': `"x", ${first.headers.get('etag')}` })).status).toBe(304);
    counted.version += 1;
    api.clock.nowMs += 60_000;
    expect((await plain(api, { 'If-Modified-Since': modified })).status).toBe(200);
    expect((await plain(api, { 'If-None-Match': first.headers.get('etag')! })).status).toBe(200);
  });

  it('never have one Last-Modified for two contents', async () => {
    const open = await CountedApp.start({ PUBLIC_RESPONSE_CACHE_MS: '0' });
    const first = await plain(open, {});
    counted.version += 1;
    open.clock.nowMs += 10;
    const changed = await plain(open, {});
    expect(changed.headers.get('last-modified')).toBeNull();
    open.clock.nowMs += 1_000;
    const settled = await plain(open, {});
    expect(Date.parse(settled.headers.get('last-modified')!)).toBeGreaterThan(
      Date.parse(first.headers.get('last-modified')!),
    );
    await open.app.close();
  });

  it('are conditional and compressed with a key and without a cache, too', async () => {
    const key = { Authorization: `Bearer ${ADMIN_KEY}`, 'Accept-Encoding': 'br' };
    const { headers } = await plain(api, key);
    expect(headers.get('content-encoding')).toBe('br');
    expect((await plain(api, { ...key, 'If-None-Match': headers.get('etag')! })).status).toBe(304);
  });

  it('are not compressed if they are small', async () => {
    const { headers } = await api.get('counted/kept?of=a', { 'Accept-Encoding': 'br' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.vary).toContain('Accept-Encoding');
  });
});

describe('CORS_ORIGINS', () => {
  const ORIGIN = 'https://parks.example';
  const allowed = async (setting: string, origin: string) => {
    const api = await CountedApp.start({ CORS_ORIGINS: setting });
    api.beginAnew();
    const responses = [await plain(api, { Origin: origin }), await plain(api, { Origin: origin })];
    const other = await plain(api, { Origin: 'https://elsewhere.example' });
    await api.app.close();
    expect(other.headers.get('vary') ?? '').toMatch(setting === '*' ? /^(?!.*Origin)/ : /Origin/);
    return [...responses, other].map(({ headers }) => headers.get('access-control-allow-origin'));
  };

  it('lets pages of all origins read by default', async () => {
    expect(await allowed('*', ORIGIN)).toEqual(['*', '*', '*']);
  });

  it('lets pages of the listed origins read, computed and cached, and no others', async () => {
    expect(await allowed(`https://a.example, ${ORIGIN}`, ORIGIN)).toEqual([ORIGIN, ORIGIN, null]);
  });

  it('lets no page of another origin read with none', async () => {
    expect(await allowed('none', ORIGIN)).toEqual([null, null, null]);
  });

  it.each(['parks.example', 'https://parks.example/path', '*,https://a.example'])('refuses %j', async (setting) => {
    await expect(CountedApp.start({ CORS_ORIGINS: setting })).rejects.toThrow('CORS_ORIGINS');
  });
});
