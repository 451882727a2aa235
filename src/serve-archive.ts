import { once } from 'node:events';
import { statSync } from 'node:fs';
import { parseOptions } from './cli/parse-options.js';
import { surviveClosedPipes } from './common/process/closed-pipes.js';
import { startArchiveServer } from './tools/archive-server/archive-server.js';

const USAGE = 'Usage: serve-archive --folder <path> [--port <number>] [--bucket <name>]';
const EXIT_WRONG_USAGE = 2;

interface Settings {
  folder: string;
  port: number;
  bucket: string;
}

/** Throws with what is wrong. */
function readSettings(args: string[]): Settings {
  const { values } = parseOptions({
    args,
    strict: true,
    options: {
      folder: { type: 'string' },
      port: { type: 'string', default: '0' },
      bucket: { type: 'string', default: 'archive.themeparks.wiki' },
    },
  });
  const { folder, port, bucket } = values;
  if (!folder) throw new TypeError('--folder is required');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new TypeError(`no such folder: ${folder}`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new TypeError('--port must be a number up to 65535');
  return { folder, port: Number(port), bucket };
}

async function serve(settings: Settings): Promise<void> {
  const server = await startArchiveServer(settings);
  process.stdout.write(
    `Serving ${settings.folder} as s3://${settings.bucket} at ${server.endpoint}. To import from it:\n\n` +
      `  ARCHIVE_SOURCE=s3://${settings.bucket}\n  ARCHIVE_S3_ENDPOINT=${server.endpoint}\n\nCtrl+C ends it.\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.close();
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(EXIT_WRONG_USAGE);
  }
}

surviveClosedPipes();
await serve(settingsOrExit());
