import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { PROGRAM_ROOT } from '../process/program-root.js';

/** One file of the built dashboard, in memory. */
export interface DashboardFile {
  contentType: string;
  etag: string;
  /** Its name has a hash of its content, so it never changes. */
  isImmutable: boolean;
  /** By content encoding. */
  bodies: ReadonlyMap<Encoding, Buffer>;
}

/** Smallest first: the build compresses text in advance. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const ENDINGS: Readonly<Record<Exclude<Encoding, 'identity'>, string>> = { br: '.br', gzip: '.gz' };

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
};

/** The page for every address that a browser opens. */
export const INDEX = '/index.html';

/** Vite puts files with a hash in their name there. */
const HASHED = '/assets/';

/** The folder of `npm run build`, for both the compiled program and the tests, which run the sources. */
export const DASHBOARD_FOLDER = join(PROGRAM_ROOT, 'dist', 'web');

/** Reads the built dashboard: its files by URL path. Empty if it is not built. */
export function readDashboard(folder: string, basePath: string): ReadonlyMap<string, DashboardFile> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in CONTENT_TYPES)
    .map((entry) => join(entry.parentPath, entry.name));
  const files = new Map(paths.map((path) => [`/${relative(folder, path).split(sep).join('/')}`, readFile(path)]));
  const index = files.get(INDEX);
  if (index !== undefined) files.set(INDEX, atBasePath(index, basePath));
  return files;
}

/**
 * The page for every address, with its files and its base path as absolute paths: the base path is unknown to the build, and relative paths
 * would depend on the address. Compressed again, because the build has compressed the unchanged page.
 */
function atBasePath(index: DashboardFile, basePath: string): DashboardFile {
  const page = index.bodies.get('identity')!.toString();
  const body = Buffer.from(page.replace(/(?<=\s(?:href|src|content)=")\.\//g, `${basePath}/`));
  const bodies = new Map([
    ['br' as const, brotliCompressSync(body)],
    ['gzip' as const, gzipSync(body)],
    ['identity' as const, body],
  ]);
  return { ...index, etag: etagOf(body), bodies };
}

const etagOf = (body: Buffer): string => createHash('sha256').update(body).digest('base64url').slice(0, 22);

function readFile(path: string): DashboardFile {
  const body = readFileSync(path);
  const bodies = new Map<Encoding, Buffer>([['identity', body]]);
  for (const [encoding, ending] of Object.entries(ENDINGS)) {
    if (existsSync(path + ending)) bodies.set(encoding as Encoding, readFileSync(path + ending));
  }
  return {
    contentType: CONTENT_TYPES[extname(path)]!,
    etag: etagOf(body),
    isImmutable: path.split(sep).join('/').includes(HASHED),
    bodies,
  };
}
