import { afterAllOf, type FolderBucket } from './folder-bucket.js';
import { encodeKey, S3Error, xmlDocument, type XmlNode } from './s3-protocol.js';

export interface ListQuery {
  prefix: string;
  delimiter: string;
  /** From StartAfter or from a continuation token. */
  after: string;
  maxKeys: number;
}

export interface ListPage {
  keys: string[];
  commonPrefixes: string[];
  isTruncated: boolean;
  /** The next page starts after this. */
  lastListed: string;
}

/** One page of ListObjectsV2; both keys and common prefixes count towards `maxKeys`. */
export async function listPage(bucket: FolderBucket, query: ListQuery): Promise<ListPage> {
  const page: ListPage = { keys: [], commonPrefixes: [], isTruncated: false, lastListed: query.after };
  if (query.maxKeys === 0) return page;
  while (await fillUpToCommonPrefix(bucket, query, page));
  return page;
}

/** True if it stopped after a common prefix; the caller continues after all keys of the prefix. */
async function fillUpToCommonPrefix(bucket: FolderBucket, query: ListQuery, page: ListPage): Promise<boolean> {
  for await (const key of bucket.keys({ prefix: query.prefix, after: page.lastListed })) {
    if (page.keys.length + page.commonPrefixes.length === query.maxKeys) {
      page.isTruncated = true;
      return false;
    }
    const delimiterAt = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length);
    if (delimiterAt >= 0) {
      const commonPrefix = key.slice(0, delimiterAt + query.delimiter.length);
      page.commonPrefixes.push(commonPrefix);
      page.lastListed = afterAllOf(commonPrefix);
      return true;
    }
    page.keys.push(key);
    page.lastListed = key;
  }
  return false;
}

/** Responds with the XML of ListObjectsV2. */
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
    ['NextContinuationToken', page.isTruncated ? Buffer.from(page.lastListed).toString('base64') : null],
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
    if (!object) continue; // removed since it was listed
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
