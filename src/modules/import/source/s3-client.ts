import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { silenceSdkNodeVersionWarning } from '../../../common/config/environment.js';

export interface S3ConnectionOptions {
  region: string;
  /** Of another S3 server; without it, AWS's own of the region. */
  endpoint?: string | undefined;
  /** At most so many connections; further requests wait. */
  maxSockets: number;
}

/**
 * What the SDK otherwise takes from `AWS_*` variables and from the profile files of the machine. Such a machine may be set
 * up for another service: an endpoint there would silently lead to another bucket, and an endpoint for FIPS cannot be
 * combined with one of ours. The settings of this program are the only ones.
 */
const NOTHING_FROM_ENVIRONMENT = {
  ignoreConfiguredEndpointUrls: true,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  defaultsMode: 'legacy',
  retryMode: 'standard',
  maxAttempts: 1,
  useArnRegion: false,
  disableS3ExpressSessionAuth: true,
  authSchemePreference: [],
  sigv4aSigningRegionSet: [],
  userAgentAppId: '',
} satisfies S3ClientConfig;

/** A client for public buckets: sends no credentials, retries nothing itself, and needs no S3 extras of the server. */
export function createAnonymousS3Client({ region, endpoint, maxSockets }: S3ConnectionOptions): S3Client {
  silenceSdkNodeVersionWarning();
  const agent = { keepAlive: true, maxSockets };
  const client = new S3Client({
    ...NOTHING_FROM_ENVIRONMENT,
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // Anonymous: requests pass unsigned, and no chain of credential providers is asked.
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: (request) => Promise.resolve(request) },
    // Plain servers know no checksum headers; length and zlib's own checksum guard the bytes.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { httpAgent: agent, httpsAgent: agent },
  });
  // One policy of retries: ours (see retry.ts). The SDK's is replaced, not only limited to one attempt, because
  // it also replaces errors of Node that it does not recognise, and their codes are lost.
  client.middlewareStack.add((next) => (args) => next(args), {
    name: 'retryMiddleware',
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
  return client;
}
