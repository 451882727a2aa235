import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-protocol.js';

export interface WriterKey {
  accessKeyId: string;
  secretAccessKey: string;
}

const FORM =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/((\d{8})\/[^/]+\/s3\/aws4_request), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks that a request is signed by this key, as S3 checks it (version 4, one hash of the whole body).
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * @throws S3Error
 */
export function requireSignature(
  request: IncomingMessage,
  body: Buffer,
  { accessKeyId, secretAccessKey }: WriterKey,
): void {
  const { method = '', url = '', headers } = request;
  const found = FORM.exec(headers.authorization ?? '');
  if (found === null) throw new S3Error('AccessDenied', 'Access Denied');
  const [, keyId, scope, day, names, signature] = found as unknown as [string, string, string, string, string, string];
  const hash = String(headers['x-amz-content-sha256']);
  if (keyId !== accessKeyId || hash !== sha256(body)) throw new S3Error('AccessDenied', 'Access Denied');
  const [path = '', query = ''] = url.split('?');
  const canonical = [
    method,
    path,
    canonicalQuery(query),
    ...names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    hash,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secretAccessKey}`);
  const isRight =
    day === String(headers['x-amz-date']).slice(0, 8) && sameText(hmac(key, text).toString('hex'), signature);
  if (!isRight)
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.sort().join('&');
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
