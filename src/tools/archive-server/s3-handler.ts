import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { FolderBucket, StoredObject } from './folder-bucket.js';
import { respondWithListing } from './s3-listing.js';
import type { BucketWriting } from './s3-writing.js';
import { parseByteRange, parseS3Request, S3Error, type S3Request, xmlDocument } from './s3-protocol.js';

export interface PublicBucket {
  name: string;
  objects: FolderBucket;
  /** Maximum number of keys per page of a listing. */
  pageLimit: number;
  /** Objects for which this is false get AccessDenied. */
  isPublic: (key: string) => boolean;
  /** Null: writing is not allowed. */
  writing: BucketWriting | null;
}

/** The operations of an anonymous caller on a public bucket: list it, get and head its objects; and those of its owner. */
export function createS3Handler(bucket: PublicBucket): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    response.setHeader('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase());
    response.setHeader('server', 'archive-server');
    reply(bucket, request, response).catch((error: unknown) => respondWithError(error, request, response));
  };
}

async function reply(bucket: PublicBucket, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const s3Request = parseS3Request(request);
  const isRead = s3Request.method === 'GET' || s3Request.method === 'HEAD';
  if (isRead || bucket.writing === null) request.resume();
  if (!isRead && bucket.writing === null) throw new S3Error('AccessDenied', 'Access Denied');
  if (s3Request.bucket === '') throw new S3Error('AccessDenied', 'Access Denied');
  if (s3Request.bucket !== bucket.name) {
    throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: s3Request.bucket });
  }
  if (!isRead) return bucket.writing!.reply(request, s3Request, response);
  if (s3Request.key !== '') return respondWithObject(bucket, s3Request, request.headers, response);
  const xml = await respondWithListing(bucket.objects, bucket.name, s3Request.query, bucket.pageLimit);
  sendXml(response, 200, xml, s3Request.method);
}

async function respondWithObject(
  bucket: PublicBucket,
  { method, key }: S3Request,
  headers: IncomingHttpHeaders,
  response: ServerResponse,
): Promise<void> {
  if (!bucket.isPublic(key)) throw new S3Error('AccessDenied', 'Access Denied');
  const found = await bucket.objects.read(key);
  if (!found) throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: key });
  const { object, bytes } = found;
  if (!matches(headers['if-match'], object, true)) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      Condition: 'If-Match',
    });
  }
  response.setHeader('etag', `"${object.etag}"`);
  response.setHeader('last-modified', object.modifiedAt.toUTCString());
  if (matches(headers['if-none-match'], object, false)) return void response.writeHead(304).end();
  const range = parseByteRange(headers.range, bytes.length);
  if (range === 'unsatisfiable') {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: headers.range ?? '',
      ActualObjectSize: bytes.length,
    });
  }
  if (range) response.setHeader('content-range', `bytes ${range.first}-${range.last}/${bytes.length}`);
  const body = range ? bytes.subarray(range.first, range.last + 1) : bytes;
  response.writeHead(range ? 206 : 200, {
    'accept-ranges': 'bytes',
    'content-type': 'binary/octet-stream',
    'content-length': body.length,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

function matches(header: string | undefined, { etag }: StoredObject, whenAbsent: boolean): boolean {
  if (header === undefined) return whenAbsent;
  return header.split(',').some((part) => ['*', etag, `"${etag}"`].includes(part.trim()));
}

function respondWithError(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  const known =
    error instanceof S3Error
      ? error
      : new S3Error('InternalError', 'We encountered an internal error. Please try again.');
  if (response.headersSent) return void response.destroy();
  const xml = xmlDocument('Error', [
    ['Code', known.code],
    ['Message', known.message],
    ...Object.entries(known.elements),
    ['RequestId', String(response.getHeader('x-amz-request-id'))],
  ]);
  sendXml(response, known.status, xml, request.method);
}

function sendXml(response: ServerResponse, status: number, xml: string, method: string | undefined): void {
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(xml) });
  response.end(method === 'HEAD' ? undefined : xml);
}
