#!/usr/bin/env bash
# One would guess: an S3Client that is made with a region and nothing else reads a public bucket of Amazon, and a client that
# is made with an endpoint uses that endpoint.
# What happens (@aws-sdk/client-s3 3.1169.0): AWS_ENDPOINT_URL in the environment leads the first one to another server without
# a word. With AWS_USE_FIPS_ENDPOINT=true the second one fails with "A custom endpoint cannot be combined with FIPS", which
# names neither the variable nor the setting; with AWS_USE_DUALSTACK_ENDPOINT=true likewise. The options
# ignoreConfiguredEndpointUrls, useFipsEndpoint and useDualstackEndpoint of the client prevent it.
# Source: "Service-specific endpoints" and "Dual-stack and FIPS endpoints" of the AWS SDKs reference guide; the package's code.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent @aws-sdk/client-s3@3.1169.0 >/dev/null 2>&1
cat >look.mjs <<'JS'
import { createServer } from 'node:http';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { readFileSync } from 'node:fs';

const answer = '<?xml version="1.0"?><ListBucketResult><KeyCount>1</KeyCount><Contents><Key>of-another-server</Key></Contents></ListBucketResult>';
const server = createServer((_, response) => response.setHeader('content-type', 'application/xml').end(answer));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const endpoint = `http://127.0.0.1:${server.address().port}`;
const base = { region: 'eu-west-2', forcePathStyle: true, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };

async function list(settings) {
  const client = new S3Client({ ...base, ...settings });
  try {
    return (await client.send(new ListObjectsV2Command({ Bucket: 'public' }))).Contents[0].Key;
  } catch (error) {
    return error.message;
  } finally {
    client.destroy();
  }
}

const { version } = JSON.parse(readFileSync('node_modules/@aws-sdk/client-s3/package.json', 'utf8'));
console.log(`@aws-sdk/client-s3 ${version}`);
const seen = {};
process.env.AWS_ENDPOINT_URL = endpoint;
seen.redirected = await list({});
delete process.env.AWS_ENDPOINT_URL;
process.env.AWS_USE_FIPS_ENDPOINT = 'true';
seen.fips = await list({ endpoint });
delete process.env.AWS_USE_FIPS_ENDPOINT;
process.env.AWS_USE_DUALSTACK_ENDPOINT = 'true';
seen.dualStack = await list({ endpoint });
seen.withOptions = await list({ endpoint, useDualstackEndpoint: false, useFipsEndpoint: false });
server.close();
console.log(seen);
const isAsDescribed =
  seen.redirected === 'of-another-server' && /FIPS/.test(seen.fips) && /dual-stack/i.test(seen.dualStack) &&
  seen.withOptions === 'of-another-server';
process.exit(isAsDescribed ? 0 : 1);
JS
env -u AWS_PROFILE AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null node look.mjs
