import { createReadStream, createWriteStream, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { withSetupLock } from './lock.mjs';
import { readStamp, stampOf } from './source-stamp.mjs';
import { ROOT, run, say } from './steps.mjs';

const BUILT = join(ROOT, 'dist', 'web');
/** Not in the folder that is served. It is gone together with `dist`. */
const STAMP = join(ROOT, 'dist', '.web-stamp');
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');

/** Builds the dashboard into `dist/web`, unless it was built from these sources and dependencies. */
export async function ensureDashboard() {
  if (readStamp(STAMP) === sources()) return;
  await withSetupLock(async () => {
    const before = sources();
    if (readStamp(STAMP) === before) return;
    say('Building the dashboard ...');
    rmSync(STAMP, { force: true });
    await run(process.execPath, [VITE, 'build', 'web', '--logLevel', 'warn']);
    await compressTexts();
    writeFileSync(STAMP, before);
  });
}

/** The generated types leave no trace in the built files. */
function sources() {
  const isSource = (name) => !name.endsWith('.spec.ts') && !name.endsWith('.gen.ts');
  return stampOf('web', ['package-lock.json'], isSource) + stampOf('client/src', [], isSource);
}

/** The server sends these instead of compressing each response. */
async function compressTexts() {
  const files = readdirSync(BUILT, { recursive: true })
    .map((name) => join(BUILT, name))
    .filter((name) => /\.(js|css|html|svg)$/.test(name));
  const brotli = () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  const compressed = (file, ending, compressor) =>
    pipeline(createReadStream(file), compressor, createWriteStream(file + ending));
  await Promise.all(
    files.flatMap((file) => [compressed(file, '.br', brotli()), compressed(file, '.gz', createGzip({ level: 9 }))]),
  );
}
