import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createAnonymousS3Client, S3ArchiveSource } from '../../src/modules/import/source/s3-archive-source.js';
import { type ArchiveServer, startArchiveServer } from '../../src/tools/archive-server/archive-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const BUCKET = 'archive.themeparks.wiki';
const [OURS, FOREIGN] = ['0bd10af9-43c4-4097-b71f-f6869f495a22', '89db5d43-c434-4097-b71f-f6869f495a22'];

/** What a machine that is set up for something else at AWS may have in its environment. */
const foreignEnvironment = (endpoint: string, configFile: string): Record<string, Record<string, string>> => ({
  'an endpoint of all services': { AWS_ENDPOINT_URL: endpoint },
  'an endpoint of S3': { AWS_ENDPOINT_URL_S3: endpoint },
  'endpoints for FIPS': { AWS_USE_FIPS_ENDPOINT: 'true' },
  'dual-stack endpoints': { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  'values that the SDK refuses': { AWS_USE_FIPS_ENDPOINT: 'yes', AWS_RETRY_MODE: 'never', AWS_MAX_ATTEMPTS: 'x' },
  'a default mode': { AWS_DEFAULTS_MODE: 'cross-region' },
  'another region': { AWS_REGION: 'us-gov-west-1', AWS_DEFAULT_REGION: 'us-gov-west-1' },
  'a profile with all of it': { AWS_PROFILE: 'other', AWS_CONFIG_FILE: configFile },
  'a profile that there is not': { AWS_PROFILE: 'missing', AWS_SHARED_CREDENTIALS_FILE: `${configFile}.none` },
});

const folder = temporaryFolder('s3-environment');
let ours: ArchiveServer;
let foreign: ArchiveServer;
const before = { ...process.env };

function serve(destination: string): Promise<ArchiveServer> {
  const root = join(folder.path, destination);
  const file = join(root, destination, '2022', '01', '01.json.gz');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'bytes');
  return startArchiveServer({ bucket: BUCKET, folder: root });
}

function setEnvironment(name: string): void {
  const configFile = join(folder.path, 'config');
  writeFileSync(
    configFile,
    `[profile other]\nendpoint_url = ${foreign.endpoint}\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n` +
      'services = missing\nregion = us-gov-west-1\nretry_mode = never\n',
  );
  Object.assign(process.env, foreignEnvironment(foreign.endpoint, configFile)[name]);
}

const NAMES = Object.keys(foreignEnvironment('', ''));

describe('the archive of an environment with settings for AWS', () => {
  beforeAll(async () => {
    [ours, foreign] = await Promise.all([serve(OURS), serve(FOREIGN)]);
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, before);
  });
  afterAll(async () => {
    await ours?.close();
    await foreign?.close();
    folder.remove();
  });

  it.each(NAMES)('is read from the configured endpoint, whatever the environment has: %s', async (name) => {
    setEnvironment(name);
    const source = new S3ArchiveSource({
      ...{ bucket: BUCKET, region: 'eu-west-2', endpoint: ours.endpoint, maxSockets: 2, requestTimeoutMs: 5_000 },
      retry: { maxAttempts: 1 },
    });
    try {
      expect(await source.listDestinations()).toEqual([{ themeparksWikiId: OURS }]);
    } finally {
      source.close();
    }
  });

  it.each(NAMES)("is Amazon's in the configured region if no endpoint is configured: %s", async (name) => {
    setEnvironment(name);
    const client = await createAnonymousS3Client({ region: 'eu-west-2', maxSockets: 1 });
    const asked: unknown[] = [];
    // Nothing leaves the machine: the request is looked at where it would be sent.
    client.middlewareStack.add(
      () => (args) => {
        const { protocol, hostname } = args.request as { protocol: string; hostname: string };
        asked.push(`${protocol}//${hostname}`);
        throw new Error('not sent');
      },
      { step: 'finalizeRequest', priority: 'low', name: 'notSent' },
    );
    const listed = client.send(new ListObjectsV2Command({ Bucket: 'archive' }));
    await expect(listed).rejects.toThrow('not sent');
    expect(asked).toEqual(['https://archive.s3.eu-west-2.amazonaws.com']);
    client.destroy();
  });
});
