import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { FolderBucket } from './folder-bucket.js';
import { S3Error, type S3Request, xmlDocument } from './s3-protocol.js';
import { requireSignature, type WriterKey } from './s3-signature.js';

/** S3 refuses smaller parts, except the last one. */
const LEAST_PART_BYTES = 5 * 1024 * 1024;

/** The operations of the owner of a bucket: put and delete objects, also in parts. Requests must be signed. */
export class BucketWriting {
  /** Parts by number, of uploads in progress. */
  readonly uploads = new Map<string, Map<number, Buffer>>();

  constructor(
    private readonly objects: FolderBucket,
    private readonly key: WriterKey,
  ) {}

  /** @throws S3Error */
  async reply(request: IncomingMessage, { method, key, query }: S3Request, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    requireSignature(request, body, this.key);
    requireMd5(request, body);
    const uploadId = query.get('uploadId');
    if (method === 'PUT' && uploadId !== null) this.putPart(uploadId, Number(query.get('partNumber')), body, response);
    else if (method === 'PUT') await this.put(key, body, response);
    else if (method === 'POST' && query.has('uploads')) this.begin(key, response);
    else if (method === 'POST' && uploadId !== null) await this.complete(key, uploadId, body.toString(), response);
    else if (method === 'DELETE' && uploadId !== null) this.uploads.delete(uploadId);
    else if (method === 'DELETE') await this.objects.remove(key);
    else throw new S3Error('NotImplemented', 'A header you provided implies functionality that is not implemented');
    if (method === 'DELETE') response.writeHead(204).end();
  }

  private async put(key: string, body: Buffer, response: ServerResponse): Promise<void> {
    await this.objects.put(key, body);
    response.writeHead(200, { etag: etagOf(body) }).end();
  }

  private begin(key: string, response: ServerResponse): void {
    const uploadId = randomUUID();
    this.uploads.set(uploadId, new Map());
    sendXml(response, 'InitiateMultipartUploadResult', { Key: key, UploadId: uploadId });
  }

  private putPart(uploadId: string, number: number, body: Buffer, response: ServerResponse): void {
    this.partsOf(uploadId).set(number, body);
    response.writeHead(200, { etag: etagOf(body) }).end();
  }

  private async complete(key: string, uploadId: string, xml: string, response: ServerResponse): Promise<void> {
    const parts = this.partsOf(uploadId);
    const numbers = [...xml.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => Number(number));
    const bodies = numbers.map((number) => parts.get(number));
    if (bodies.some((body) => body === undefined))
      throw new S3Error('InvalidPart', 'A specified part could not be found.');
    if (bodies.slice(0, -1).some((body) => body!.length < LEAST_PART_BYTES))
      throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
    await this.objects.put(key, Buffer.concat(bodies as Buffer[]));
    this.uploads.delete(uploadId);
    sendXml(response, 'CompleteMultipartUploadResult', { Key: key, ETag: `"${uploadId}-${numbers.length}"` });
  }

  private partsOf(uploadId: string): Map<number, Buffer> {
    const parts = this.uploads.get(uploadId);
    if (parts === undefined) throw new S3Error('NoSuchUpload', 'The specified upload does not exist.');
    return parts;
  }
}

function requireMd5({ headers }: IncomingMessage, body: Buffer): void {
  const sent = headers['content-md5'];
  if (sent !== undefined && sent !== createHash('md5').update(body).digest('base64'))
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

function sendXml(response: ServerResponse, root: string, elements: Record<string, string>): void {
  const xml = xmlDocument(root, Object.entries(elements));
  response.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(xml) }).end(xml);
}
