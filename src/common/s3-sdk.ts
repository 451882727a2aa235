import type { S3ClientConfig } from '@aws-sdk/client-s3';

/** Loaded with the first request: most processes use no bucket, and a tenth of their start would be this SDK. */
export const loadS3Sdk = () => import('@aws-sdk/client-s3');

/**
 * Overrides what the SDK would read from `AWS_*` variables and profile files. The machine may be configured for another
 * service: an endpoint there would silently lead to another bucket, and a FIPS endpoint cannot be combined with a
 * configured one. Only the settings of this program count.
 */
export const NOTHING_FROM_ENVIRONMENT = {
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
