#!/usr/bin/env bash
# One would guess: fetch() of Node rejects the body of a response whose compressed data end before their end, as gunzip and zlib do
# ("unexpected end of file"): gzip has a checksum and a length at its end for this.
# What happens (Node 20.20.2, 24.21.0 and 26.10.0): response.text() gives what could be unpacked, as a success, with gzip, deflate and br. Only with
# zstd, which Node 26 knows too, the same cut is an error. Half of a JSON text fails when it is parsed, but CSV and NDJSON are just shorter: a
# file that was stored with "Content-Encoding: gzip" and half uploaded, or cut by a proxy that then ends the response properly, is imported
# as a whole. HTTP's own framing does not help, for the length of the response is that of the cut data.
# What helps: undici.request, which does not unpack, with zlib behind it; or a count or a checksum of the rows.
# Source: issue 2123 and pull request 2126 of nodejs/undici, which made it so, as browsers are; zlib flushes with Z_SYNC_FLUSH there.
# Exits with 1 if this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >look.mjs <<'JS'
import { createServer } from 'node:http';
import zlib from 'node:zlib';

const text = Array.from({ length: 20_000 }, (_, ride) => `${ride},2026-08-17T20:00:00Z,${(ride * 37) % 120}\n`).join('');
const packers = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync, zstd: zlib.zstdCompressSync };
const server = createServer((request, response) => {
  const encoding = request.url.slice(1);
  const packed = packers[encoding](text);
  response.setHeader('content-encoding', encoding);
  response.end(packed.subarray(0, packed.length / 2));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
let isSame = true;
for (const encoding of Object.keys(packers).filter((name) => packers[name] !== undefined)) {
  const seen = await fetch(`http://127.0.0.1:${server.address().port}/${encoding}`)
    .then((response) => response.text())
    .then((body) => `status 200, ${body.split('\n').length - 1} of 20000 lines`, ({ message }) => `error "${message}"`);
  console.log(`Node ${process.versions.node}, undici ${process.versions.undici}, half a body of ${encoding}: ${seen}`);
  isSame &&= encoding === 'zstd' || (seen.startsWith('status') && !seen.includes(' 20000 of'));
}
server.close();
const packed = zlib.gzipSync(text);
try {
  zlib.gunzipSync(packed.subarray(0, packed.length / 2));
  isSame = false;
} catch ({ code }) {
  console.log(`zlib.gunzipSync of the same half of gzip: error ${code}`);
}
process.exit(isSame ? 0 : 1);
JS
for version in 20.20.2 26.10.0; do
  mkdir "$version" && (cd "$version" && npm init -y >/dev/null && npm install --no-audit --no-fund --silent "node@$version" >/dev/null 2>&1)
  "$version/node_modules/.bin/node" look.mjs || { echo 'changed: a cut body is refused'; exit 1; }
done
