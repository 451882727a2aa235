import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { CorruptFileError } from './parsed-file.js';
import { inflateArchive } from './inflate-archive.js';

const TEXT = '[{"name":"Café ™"}]';
const MAX_BYTES = 1024 * 1024;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

function defectOf(bytes: Uint8Array, maxBytes = MAX_BYTES): string {
  try {
    inflateArchive(bytes, maxBytes);
  } catch (error) {
    if (error instanceof CorruptFileError) return error.defect;
    throw error;
  }
  return 'none';
}

describe('an archive file is recognised by its content', () => {
  it.each([
    ['zlib', deflateSync(TEXT)],
    ['zlib without compression', deflateSync(TEXT, { level: 0 })],
    ['zlib with a small window', deflateSync(TEXT, { windowBits: 9 })],
    ['gzip', gzipSync(TEXT)],
    ['plain JSON', Buffer.from(TEXT)],
    ['zlib with a byte order mark', deflateSync(Buffer.concat([BOM, Buffer.from(TEXT)]))],
    ['plain JSON with a byte order mark', Buffer.concat([BOM, Buffer.from(TEXT)])],
    ['zlib followed by padding', Buffer.concat([deflateSync(TEXT), Buffer.alloc(512)])],
    ['gzip followed by padding', Buffer.concat([gzipSync(TEXT), Buffer.alloc(512)])],
  ])('%s', (_, bytes) => {
    expect(inflateArchive(bytes, MAX_BYTES).toString()).toBe(TEXT);
  });

  it('plain JSON may begin with white space', () => {
    expect(defectOf(Buffer.from(` \r\n\t${TEXT}`))).toBe('none');
  });

  it('a view into a larger buffer is read within its bounds', () => {
    const bytes = deflateSync(TEXT);
    const around = Buffer.concat([Buffer.from('xxx'), bytes, Buffer.from('yyy')]);
    const view = new Uint8Array(around.buffer, around.byteOffset + 3, bytes.length);
    expect(inflateArchive(view, MAX_BYTES).toString()).toBe(TEXT);
  });
});

describe('a file of several compressed streams', () => {
  const inflated = (...streams: Buffer[]) => inflateArchive(Buffer.concat(streams), MAX_BYTES).toString();

  it.each([
    ['zlib', deflateSync],
    ['gzip', gzipSync],
  ])('is read as the text of all of them (%s)', (_, compress) => {
    expect(inflated(compress('[1,'), compress('2,3'), compress(']'))).toBe('[1,2,3]');
  });

  it('is read as one array if each of them is an array', () => {
    expect(inflated(deflateSync('[1]'), deflateSync(' [2, 3]'), gzipSync('[4]'))).toBe('[1,2, 3,4]');
    expect(inflated(deflateSync('[ ]'), deflateSync('[1]'), deflateSync('[]'))).toBe('[1]');
  });

  it('may have padding between and after them', () => {
    expect(inflated(deflateSync('[1]'), Buffer.alloc(5), deflateSync('[2]'), Buffer.alloc(9))).toBe('[1,2]');
  });

  it('must not exceed the limit in total', () => {
    const streams = Buffer.concat([deflateSync(TEXT), deflateSync(TEXT)]);
    expect(defectOf(streams, 2 * Buffer.byteLength(TEXT))).toBe('none');
    expect(defectOf(streams, 2 * Buffer.byteLength(TEXT) - 1)).toBe('TOO_LARGE');
    expect(defectOf(streams, Buffer.byteLength(TEXT))).toBe('TOO_LARGE');
  });

  it('is damaged if one of them is', () => {
    expect(defectOf(Buffer.concat([deflateSync(TEXT), deflateSync(TEXT).subarray(0, -2)]))).toBe('TRUNCATED');
  });

  it('reports trailing bytes that are no stream', () => {
    const trailing: string[] = [];
    const bytes = Buffer.concat([deflateSync(TEXT), Buffer.from('rest of another file')]);
    expect(inflateArchive(bytes, MAX_BYTES, (rest) => trailing.push(rest.toString())).toString()).toBe(TEXT);
    expect(trailing).toEqual(['rest of another file']);
  });
});

describe('a file that cannot be inflated', () => {
  const zlib = deflateSync(TEXT.repeat(1000));
  const gzip = gzipSync(TEXT.repeat(1000));
  const flipped = (bytes: Buffer, index: number) => {
    const copy = Buffer.from(bytes);
    copy[index]! ^= 0xff;
    return copy;
  };

  it.each([
    ['no bytes', Buffer.alloc(0), 'EMPTY'],
    ['only white space', Buffer.from('  \n'), 'EMPTY'],
    ['only a byte order mark', BOM, 'EMPTY'],
    ['zlib of nothing', deflateSync(''), 'EMPTY'],
    ['gzip of nothing', gzipSync(''), 'EMPTY'],
    ['HTML', Buffer.from('<html>NoSuchKey</html>'), 'NOT_COMPRESSED_JSON'],
    ['a JSON scalar', Buffer.from('null'), 'NOT_COMPRESSED_JSON'],
    ['deflate without its header', deflateRawSync(TEXT.repeat(3)), 'NOT_COMPRESSED_JSON'],
    ['one byte', Buffer.from([0x78]), 'NOT_COMPRESSED_JSON'],
    ['zeros', Buffer.alloc(100), 'NOT_COMPRESSED_JSON'],
    ['zlib with a preset dictionary', deflateSync(TEXT, { dictionary: Buffer.from('abc') }), 'NOT_COMPRESSED_JSON'],
    ['zlib cut in the middle', zlib.subarray(0, zlib.length / 2), 'TRUNCATED'],
    ['zlib without its checksum', zlib.subarray(0, -4), 'TRUNCATED'],
    ['zlib without its last byte', zlib.subarray(0, -1), 'TRUNCATED'],
    ['a zlib header alone', zlib.subarray(0, 2), 'TRUNCATED'],
    ['gzip without its last byte', gzip.subarray(0, -1), 'TRUNCATED'],
    ['zlib with a wrong checksum', flipped(zlib, zlib.length - 1), 'CHECKSUM'],
    ['gzip with a wrong checksum', flipped(gzip, gzip.length - 6), 'CHECKSUM'],
    ['zlib with an impossible block', Buffer.from([0x78, 0x9c, 0xff, 0xff, 0xff, 0xff]), 'CHECKSUM'],
  ])('%s', (_, bytes, defect) => {
    expect(defectOf(bytes)).toBe(defect);
  });

  it('is rejected at the limit without being inflated in full', () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024, 0x20), { level: 9 });
    expect(defectOf(bomb)).toBe('TOO_LARGE');
    expect(defectOf(gzipSync(Buffer.alloc(2 * MAX_BYTES)))).toBe('TOO_LARGE');
  });

  it('may have exactly the size of the limit, which also applies to plain JSON', () => {
    expect(defectOf(deflateSync(TEXT), Buffer.byteLength(TEXT))).toBe('none');
    expect(defectOf(deflateSync(TEXT), Buffer.byteLength(TEXT) - 1)).toBe('TOO_LARGE');
    expect(defectOf(Buffer.from(TEXT), Buffer.byteLength(TEXT))).toBe('none');
    expect(defectOf(Buffer.from(TEXT), Buffer.byteLength(TEXT) - 1)).toBe('TOO_LARGE');
  });

  it('yields an error with code, defect and compressed size', () => {
    const bytes = zlib.subarray(0, -4);
    const attempt = () => inflateArchive(bytes, MAX_BYTES);
    expect(attempt).toThrow(CorruptFileError);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'CORRUPT_FILE',
        name: 'CorruptFileError',
        details: { defect: 'TRUNCATED', compressedBytes: bytes.length },
      }) as Error,
    );
  });

  it('is a defect, never a crash, wherever it is truncated', () => {
    for (let length = 0; length < zlib.length; length++) {
      expect(defectOf(zlib.subarray(0, length))).toMatch(/^(EMPTY|NOT_COMPRESSED_JSON|TRUNCATED)$/);
    }
  });
});
