import { markdownTable } from '../../markdown-table.js';
import { describedSettings } from './settings.js';

const HEAD = `# Every setting, its default and its meaning. Copy this file to .env and change what you need:
# all of them are optional outside production. The real environment takes precedence over the file, and
# an empty value counts as unset. A value that contains # needs quotes. An invalid value prevents the start.
# A secret can be in a file: NAME_FILE=/path instead of NAME.
# This file is generated from src/common/config/settings: npm run docs:config.
`;
const COLUMNS = 120;
const SHORTEST_LINE = 24;
const RULE_COLUMNS = 101;

/** The text of .env.example. */
export function envExample(): string {
  const groups = describedSettings().map(({ group, settings }) => {
    const lines = settings.flatMap(({ name, defaultText, description }) => [
      ...commented(description),
      defaultText === null ? `# ${name}=` : `${name}=${defaultText}`,
    ]);
    return [`# --- ${group} `.padEnd(RULE_COLUMNS, '-'), '', ...lines].join('\n');
  });
  return `${[HEAD, ...groups.map((text) => `${text}\n`)].join('\n')}`;
}

/** Wraps a text into comment lines, and avoids a very short last line. */
function commented(text: string, columns = COLUMNS): string[] {
  const lines = ['#'];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)!} ${word}`;
    if (longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(`# ${word}`);
  }
  return lines.length > 1 && lines.at(-1)!.length < SHORTEST_LINE ? commented(text, columns - 4) : lines;
}

const TABLE_MARKS = ['<!-- settings: npm run docs:config -->', '<!-- end of settings -->'] as const;

/** The page with a current table of settings between its marks. */
export function withSettingsTable(page: string): string {
  const [begin, end] = TABLE_MARKS.map((mark) => page.indexOf(mark));
  if (begin === -1 || end === -1) throw new Error(`The page lacks ${TABLE_MARKS.join(' or ')}`);
  return `${page.slice(0, begin)}${TABLE_MARKS[0]}\n\n${settingsTable()}\n\n${page.slice(end)}`;
}

function settingsTable(): string {
  const rows = describedSettings().flatMap(({ settings }) =>
    settings.map(({ name, defaultText, description, isSecret }) => [
      `\`${name}\``,
      defaultText === null ? 'unset' : `\`${defaultText}\``,
      `${isSecret ? '**Secret.** ' : ''}${escaped(description)}`,
    ]),
  );
  return markdownTable(['setting', 'default', 'meaning'], rows);
}

function escaped(text: string): string {
  return text.replace(/[<|*]/g, (mark) => `\\${mark}`);
}
