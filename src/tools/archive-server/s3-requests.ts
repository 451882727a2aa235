import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.js';

export interface S3Request {
  method: string;
  bucket: string;
  /** Empty for requests to the bucket itself. */
  key: string;
  query: URLSearchParams;
}

/** Path style: `/<bucket>/<key>?<query>`. Not by the URL class, which would resolve `..` in a key. */
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
