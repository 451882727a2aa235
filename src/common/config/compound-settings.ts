/** Settings whose text consists of several values. The types of settings check them with the same functions that read them. */

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** Visible ASCII characters, and spaces between them. */
const HEADER_VALUE = /^[\x21-\x7e]+(?: +[\x21-\x7e]+)*$/;

/** Reads `name=value,name=value`, with values as in a URL; null if the text has another form. */
export function headersOf(text: string): Record<string, string> | null {
  const headers = text.split(',').map((entry): [string, string | null] => {
    const at = entry.indexOf('=');
    return [entry.slice(0, Math.max(0, at)).trim(), decoded(entry.slice(at + 1).trim())];
  });
  const areRight = headers.every(
    ([name, value]) => HEADER_NAME.test(name) && value !== null && HEADER_VALUE.test(value),
  );
  return areRight ? (Object.fromEntries(headers) as Record<string, string>) : null;
}

/** Null: a lone % is not an encoding. */
export function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Limits at which an alert is raised. */
export interface Thresholds {
  warning: number;
  critical: number;
}

/** Reads `60,80`; null if the text has another form. */
export function thresholdsOf(text: string): Thresholds | null {
  const found = /^\s*(\d{1,6}(?:\.\d{1,3})?)\s*,\s*(\d{1,6}(?:\.\d{1,3})?)\s*$/.exec(text);
  return found === null ? null : { warning: Number(found[1]), critical: Number(found[2]) };
}

/** Whether the text is two thresholds in the right order. `rising`: larger values are worse. */
export function areThresholds(text: string, direction: 'rising' | 'falling'): boolean {
  const thresholds = thresholdsOf(text);
  if (thresholds === null || thresholds.warning <= 0) return false;
  const { warning, critical } = thresholds;
  return direction === 'rising' ? critical >= warning : critical <= warning;
}

/** A bucket, and the begin of the names of all objects in it. */
export interface S3Place {
  bucket: string;
  /** Empty, or with a slash at its end. */
  prefix: string;
}

/** Null: the location is the path of a folder. */
export function s3PlaceOf(location: string): S3Place | null {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(location);
  if (found === null) return null;
  const prefix = (found[2] ?? '').replace(/^\/+|\/+$/g, '');
  return { bucket: found[1]!, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** False for `s3://My_Bucket` or `ftp://host`: as paths, they would make folders of these names where the program runs. */
export const isBackupLocation = (location: string): boolean =>
  s3PlaceOf(location) !== null || !/^(s3:|[a-z][a-z0-9+.-]*:\/)/i.test(location);

export const BACKUP_LOCATION_RULE =
  'must be the path of a folder, or s3://bucket/prefix (a bucket has 3 to 63 lower-case letters, digits, dots and hyphens)';
