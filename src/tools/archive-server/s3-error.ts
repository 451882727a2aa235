const STATUS_BY_CODE = {
  InvalidArgument: 400,
  InvalidURI: 400,
  AccessDenied: 403,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  MethodNotAllowed: 405,
  PreconditionFailed: 412,
  InvalidRange: 416,
  InternalError: 500,
  NotImplemented: 501,
} as const;

export type S3ErrorCode = keyof typeof STATUS_BY_CODE;

/** An answer of S3 that says no; the codes and messages are S3's. */
export class S3Error extends Error {
  readonly status: number;

  constructor(
    readonly code: S3ErrorCode,
    message: string,
    /** Further elements of the answer, such as Key or BucketName. */
    readonly elements: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
    this.name = new.target.name;
    this.status = STATUS_BY_CODE[code];
  }
}
