import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { defineCommand } from '../../cli/command.js';
import { EXIT } from '../../cli/exit-codes.js';
import { wholeNumberOf } from '../../cli/option-values.js';
import { UsageError } from '../../cli/usage-error.js';
import { startArchiveServer } from './archive-server.js';

export const serveArchiveCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Serves an archive folder over the S3 protocol on 127.0.0.1, to import from it.')
      .option('--folder <path>', 'folder with the layout of the archive; required')
      .option('--port <number>', '0 chooses a free port', wholeNumberOf('--port', 0, 65_535), 0)
      .option('--bucket <name>', 'name of the bucket', 'archive.themeparks.wiki'),

  read: ({ folder, port, bucket }) => {
    if (folder === undefined || folder === '') throw new UsageError('--folder is required');
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new UsageError(`no such folder: ${folder}`);
    }
    return { folder, port, bucket };
  },

  run: async (settings, { terminal, stop }) => {
    const server = await startArchiveServer(settings);
    terminal.out(
      `Serving ${settings.folder} as s3://${settings.bucket} at ${server.endpoint}. To import from it:\n\n` +
        `  ARCHIVE_SOURCE=s3://${settings.bucket}\n  ARCHIVE_S3_ENDPOINT=${server.endpoint}\n\nPress Ctrl+C to stop.`,
    );
    if (!stop.aborted) await once(stop, 'abort');
    await server.close();
    return EXIT.DONE;
  },

  stopText: 'Stopped.',
});
