import { createHash } from 'node:crypto';
import { startArchiveServer, type ArchiveServer } from '../../src/tools/archive-server/archive-server.js';

const BUCKET = 'archive';
const ODD_KEY = 'ö & <b>/x y+z(1).txt';

let server: ArchiveServer;
const get = (path: string, init?: RequestInit) => fetch(`${server.endpoint}${path}`, init);
const list = async (query: string) => (await get(`/${BUCKET}?list-type=2&${query}`)).text();
const all = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text]) => text);

beforeAll(async () => {
  server = await startArchiveServer({ bucket: BUCKET, isPublic: (key) => key !== 'private.txt' });
  for (const key of ['a/1', 'a/2', 'a/b/3', 'a-b', 'a.txt', 'b/1', 'private.txt', ODD_KEY]) {
    await server.put(key, Buffer.from(`content of ${key}`));
  }
});
afterAll(() => server.close());

describe('ListObjectsV2', () => {
  it('lists in the order of bytes: "-" and "." come before "/"', async () => {
    expect(all(await list('prefix=a'), 'Key')).toEqual(['a-b', 'a.txt', 'a/1', 'a/2', 'a/b/3']);
  });

  it('rolls keys up to the delimiter into common prefixes', async () => {
    const top = await list('delimiter=/&prefix=a');
    expect(all(top, 'Key')).toEqual(['a-b', 'a.txt']);
    expect(top).toContain('<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>');
    expect(all(await list('delimiter=/&prefix=a/'), 'Prefix')).toEqual(['a/', 'a/b/']);
  });

  it('continues where the page before ended, keys and common prefixes counted alike', async () => {
    const read: string[] = [];
    let token: string | undefined;
    do {
      const xml = await list(
        `max-keys=1&delimiter=/${token ? `&continuation-token=${encodeURIComponent(token)}` : ''}`,
      );
      expect(all(xml, 'KeyCount')).toEqual(['1']);
      read.push(
        ...all(xml, 'Key')
          .concat(all(xml, 'Prefix').filter((prefix) => prefix !== ''))
          .map(String),
      );
      token = all(xml, 'NextContinuationToken')[0];
      expect(all(xml, 'IsTruncated')).toEqual([String(token !== undefined)]);
    } while (token);
    expect(read).toEqual(['a-b', 'a.txt', 'a/', 'b/', 'private.txt', 'ö &#38; &#60;b&#62;/']);
  });

  it('begins after start-after', async () => {
    expect(all(await list('prefix=a/&start-after=a/1'), 'Key')).toEqual(['a/2', 'a/b/3']);
  });

  it('encodes keys when asked to', async () => {
    expect(all(await list('prefix=%C3%B6&encoding-type=url'), 'Key')).toEqual([
      '%C3%B6+%26+%3Cb%3E/x+y%2Bz%281%29.txt',
    ]);
  });

  it.each(['max-keys=-1', 'max-keys=x', 'continuation-token=!', 'encoding-type=gzip'])(
    'answers InvalidArgument to %s',
    async (query) => {
      const response = await get(`/${BUCKET}?list-type=2&${query}`);
      expect(response.status).toBe(400);
      expect(all(await response.text(), 'Code')).toEqual(['InvalidArgument']);
    },
  );
});

describe('GetObject and HeadObject', () => {
  const path = `/${BUCKET}/a/1`;
  const etag = `"${createHash('md5').update('content of a/1').digest('hex')}"`;

  it('gives the bytes, their length and their MD5 as ETag', async () => {
    const response = await get(path);
    expect(response.headers.get('etag')).toBe(etag);
    expect(response.headers.get('content-length')).toBe('14');
    expect(await response.text()).toBe('content of a/1');
  });

  it('HEAD gives the same headers without the body', async () => {
    const response = await get(path, { method: 'HEAD' });
    expect(response.headers.get('etag')).toBe(etag);
    expect(response.headers.get('content-length')).toBe('14');
    expect(await response.text()).toBe('');
  });

  it('gives a part', async () => {
    const response = await get(path, { headers: { range: 'bytes=-3' } });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 11-13/14');
    expect(await response.text()).toBe('a/1');
    expect((await get(path, { headers: { range: 'bytes=14-' } })).status).toBe(416);
  });

  it('keeps to conditions on the ETag', async () => {
    expect((await get(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await get(path, { headers: { 'if-match': etag } })).status).toBe(200);
    expect((await get(path, { headers: { 'if-match': '"other"' } })).status).toBe(412);
  });

  it('takes any characters in a key', async () => {
    const response = await get(`/${BUCKET}/${encodeURIComponent(ODD_KEY)}`);
    expect(await response.text()).toBe(`content of ${ODD_KEY}`);
  });
});

describe('refusals', () => {
  it.each([
    [`/${BUCKET}/none`, 404, 'NoSuchKey'],
    [`/${BUCKET}/a`, 404, 'NoSuchKey'],
    [`/${BUCKET}/a%2F..%2Fa%2F1`, 404, 'NoSuchKey'],
    [`/${BUCKET}/%2Fetc%2Fhostname`, 404, 'NoSuchKey'],
    [`/${BUCKET}/%E0%A4%A`, 400, 'InvalidURI'],
    [`/${BUCKET}/private.txt`, 403, 'AccessDenied'],
    ['/other/a', 404, 'NoSuchBucket'],
    ['/', 403, 'AccessDenied'],
    [`/${BUCKET}`, 501, 'NotImplemented'],
  ])('%s is %d %s', async (path, status, code) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(all(await response.text(), 'Code')).toEqual([code]);
  });

  it('rejects writes', async () => {
    expect((await get(`/${BUCKET}/a/1`, { method: 'PUT', body: 'x' })).status).toBe(403);
    expect((await get(`/${BUCKET}/a/1`, { method: 'DELETE' })).status).toBe(403);
  });

  it('refuses to put a key outside of the folder', async () => {
    await expect(server.put('../outside', Buffer.from('x'))).rejects.toThrow(RangeError);
  });
});
