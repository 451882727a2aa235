import type { FolderBucket } from './folder-bucket.js';
import { afterAllOf } from './key-order.js';

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
  /** Where the next page begins: after this. */
  lastSeen: string;
}

/** One page of ListObjectsV2: keys and common prefixes count alike against `maxKeys`. */
export async function listPage(bucket: FolderBucket, query: ListQuery): Promise<ListPage> {
  const page: ListPage = { keys: [], commonPrefixes: [], isTruncated: false, lastSeen: query.after };
  if (query.maxKeys === 0) return page;
  while (await fillUpToCommonPrefix(bucket, query, page));
  return page;
}

/** True if it stopped behind a common prefix, whose keys are passed over by walking on after them. */
async function fillUpToCommonPrefix(bucket: FolderBucket, query: ListQuery, page: ListPage): Promise<boolean> {
  for await (const key of bucket.keys({ prefix: query.prefix, after: page.lastSeen })) {
    if (page.keys.length + page.commonPrefixes.length === query.maxKeys) {
      page.isTruncated = true;
      return false;
    }
    const delimiterAt = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length);
    if (delimiterAt >= 0) {
      const commonPrefix = key.slice(0, delimiterAt + query.delimiter.length);
      page.commonPrefixes.push(commonPrefix);
      page.lastSeen = afterAllOf(commonPrefix);
      return true;
    }
    page.keys.push(key);
    page.lastSeen = key;
  }
  return false;
}
