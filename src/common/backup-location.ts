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
