import type { IncomingMessage } from 'node:http';

const STATUS_BY_CODE = {
  InvalidArgument: 400,
  InvalidPart: 400,
  EntityTooSmall: 400,
  BadDigest: 400,
  InvalidURI: 400,
  AccessDenied: 403,
  SignatureDoesNotMatch: 403,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  MethodNotAllowed: 405,
  PreconditionFailed: 412,
  InvalidRange: 416,
  InternalError: 500,
  NotImplemented: 501,
} as const;

export type S3ErrorCode = keyof typeof STATUS_BY_CODE;

/** An error response of S3, with S3's codes and messages. */
export class S3Error extends Error {
  readonly status: number;

  constructor(
    readonly code: S3ErrorCode,
    message: string,
    /** Further elements of the response, such as Key or BucketName. */
    readonly elements: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
    this.name = new.target.name;
    this.status = STATUS_BY_CODE[code];
  }
}

export interface S3Request {
  method: string;
  bucket: string;
  /** Empty for requests to the bucket itself. */
  key: string;
  query: URLSearchParams;
}

/** Path style: `/<bucket>/<key>?<query>`. Does not use the URL class, which would resolve `..` in a key. */
export function parseS3Request({ method = 'GET', url = '/' }: IncomingMessage): S3Request {
  const queryAt = url.indexOf('?');
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  const query = new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1));
  const keyAt = path.indexOf('/', 1);
  return {
    method,
    bucket: decode(path.slice(1, keyAt < 0 ? undefined : keyAt)),
    key: keyAt < 0 ? '' : decode(path.slice(keyAt + 1)),
    query,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.", { URI: text });
  }
}

/** First and last byte, both inclusive. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Parses a `Range` header for an object of this size (RFC 9110, 14.1.2). Null: the whole object, which S3 also returns for
 * several ranges or an unreadable header. 'unsatisfiable': the range is outside the object.
 */
export function parseByteRange(header: string | undefined, sizeBytes: number): ByteRange | null | 'unsatisfiable' {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  if (from === '') {
    const length = Math.min(Number(to), sizeBytes);
    return length === 0 ? 'unsatisfiable' : { first: sizeBytes - length, last: sizeBytes - 1 };
  }
  if (to !== '' && Number(to) < Number(from)) return null;
  if (Number(from) >= sizeBytes) return 'unsatisfiable';
  return { first: Number(from), last: Math.min(to === '' ? Infinity : Number(to), sizeBytes - 1) };
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An element: its name, and text or child elements; null omits it. */
export type XmlNode = [name: string, content: string | number | boolean | null | XmlNode[]];

export function xmlDocument(name: string, children: XmlNode[]): string {
  const attribute = name === 'Error' ? '' : ` xmlns="${NAMESPACE}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${children.map(element).join('')}</${name}>`;
}

function element([name, content]: XmlNode): string {
  if (content === null) return '';
  return `<${name}>${Array.isArray(content) ? content.map(element).join('') : escapeXml(String(content))}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"'\u0000-\u001f]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `encoding-type=url` of listings: encoded as in a query string, except for slashes. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
