/**
 * Finds the bounds of JSON values in UTF-8 bytes without building them. It checks little, because the resulting pieces go
 * through JSON.parse, which rejects malformed ones.
 */

export const OPEN_BRACKET = 0x5b;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACKET = 0x5d;
const CLOSE_BRACE = 0x7d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Index of the first byte at or after `index` that is not JSON white space. */
export function skipSpace(json: Buffer, index: number): number {
  for (let at = index; at < json.length; at++) {
    const byte = json[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
  }
  return json.length;
}

/** Index of the quote that ends the string opened by the quote at `open`, or the length of `json`. */
function endOfString(json: Buffer, open: number): number {
  const length = json.length;
  let at = open + 1;
  while (at < length) {
    const byte = json[at];
    if (byte === QUOTE) return at;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return length;
}

/**
 * Index of the first comma or closing bracket outside any value at or after `from`, that lies at `commasFrom` or later if
 * it is a comma; the length of `json` if there is none. This loop reads every byte of an import: keep it flat.
 */
export function findBoundary(json: Buffer, from: number, commasFrom: number): number {
  const length = json.length;
  let depth = 0;
  for (let at = from; at < length; at++) {
    const byte = json[at];
    if (byte === QUOTE) {
      at = endOfString(json, at);
    } else if (byte === COMMA) {
      if (depth === 0 && at >= commasFrom) return at;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth++;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return at;
      depth--;
    }
  }
  return length;
}

/** Index of the value of the member `name` in the object whose brace is at `open`, or -1. */
export function findMember(json: Buffer, open: number, name: string): number {
  let at = skipSpace(json, open + 1);
  while (json[at] === QUOTE) {
    const keyEnd = endOfString(json, at);
    const key = json.toString('latin1', at + 1, keyEnd);
    const colon = skipSpace(json, keyEnd + 1);
    if (json[colon] !== COLON) return -1;
    const value = skipSpace(json, colon + 1);
    if (key === name) return value;
    const boundary = findBoundary(json, value, value);
    if (json[boundary] !== COMMA) return -1;
    at = skipSpace(json, boundary + 1);
  }
  return -1;
}

export function isComma(byte: number | undefined): boolean {
  return byte === COMMA;
}
