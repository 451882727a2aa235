import type { FolderBucket } from './folder-bucket.js';
import { listPage, type ListPage } from './list-page.js';
import { S3Error } from './s3-error.js';
import { encodeKey, xmlDocument, type XmlNode } from './s3-xml.js';

/** ListObjectsV2: the answer's XML. */
export async function respondWithListing(
  bucket: FolderBucket,
  bucketName: string,
  query: URLSearchParams,
  pageLimit: number,
): Promise<string> {
  if (query.get('list-type') !== '2') throw new S3Error('NotImplemented', 'Only ListObjectsV2 is implemented.');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const maxKeys = Math.min(parseMaxKeys(query.get('max-keys')), pageLimit);
  const after = token === null ? (startAfter ?? '') : decodeToken(token);
  const page = await listPage(bucket, { prefix, delimiter, after, maxKeys });
  const encode = encoderOf(query.get('encoding-type'));
  return xmlDocument('ListBucketResult', [
    ['Name', bucketName],
    ['Prefix', encode(prefix)],
    ['StartAfter', startAfter && encode(startAfter)],
    ['ContinuationToken', token],
    ['NextContinuationToken', page.isTruncated ? Buffer.from(page.lastSeen).toString('base64') : null],
    ['KeyCount', page.keys.length + page.commonPrefixes.length],
    ['MaxKeys', maxKeys],
    ['Delimiter', delimiter ? encode(delimiter) : null],
    ['EncodingType', query.get('encoding-type')],
    ['IsTruncated', page.isTruncated],
    ...(await contents(bucket, page, encode)),
    ...page.commonPrefixes.map((common): XmlNode => ['CommonPrefixes', [['Prefix', encode(common)]]]),
  ]);
}

async function contents(bucket: FolderBucket, page: ListPage, encode: (key: string) => string): Promise<XmlNode[]> {
  const nodes: XmlNode[] = [];
  for (const key of page.keys) {
    const object = await bucket.describe(key);
    if (!object) continue; // removed since the walk
    nodes.push([
      'Contents',
      [
        ['Key', encode(key)],
        ['LastModified', object.modifiedAt.toISOString()],
        ['ETag', `"${object.etag}"`],
        ['Size', object.sizeBytes],
        ['StorageClass', 'STANDARD'],
      ],
    ]);
  }
  return nodes;
}

function parseMaxKeys(value: string | null): number {
  if (value === null) return 1000;
  if (/^\d{1,10}$/.test(value)) return Number(value);
  throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range', {
    ArgumentName: 'max-keys',
    ArgumentValue: value,
  });
}

function decodeToken(token: string): string {
  const after = Buffer.from(token, 'base64').toString();
  if (token !== '' && Buffer.from(after).toString('base64') === token) return after;
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
}

function encoderOf(encodingType: string | null): (key: string) => string {
  if (encodingType === null) return (key) => key;
  if (encodingType === 'url') return encodeKey;
  throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
    ArgumentName: 'encoding-type',
    ArgumentValue: encodingType,
  });
}
