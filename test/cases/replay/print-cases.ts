import { basename } from 'node:path';
import { describeCase } from './describe-case.js';

/** The folders given to `npm run replay`. */
const replayFolders = JSON.parse(process.env.REPLAY_FOLDERS!) as string[];

describe('replayed cases', () => {
  it.each(replayFolders)('%s', async (folder) => {
    const lines = await describeCase(folder);
    process.stdout.write(`\n== ${basename(folder)}\n${lines.join('\n')}\n`);
  });
});
