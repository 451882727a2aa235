import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
/** Where paths of the documentation may start, besides the folder of the page. */
const STARTS = ['', 'src', 'src/modules', 'web/src'];
const OTHERS = new Set(['.git', '.data', 'dist', 'node_modules']);
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !OTHERS.has(entry.name))
  .map(({ name }) => name);
/** Built or generated files. */
const BUILT = /^(dist\/|web\/src\/api\/schema\.gen\.ts)/;

const files = [
  ...readdirSync(ROOT),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  ),
].filter((path) => !path.includes('node_modules'));
const names = new Set(files.map((path) => basename(path)));
/** Not those beside recorded responses, which speak of the repositories that they are from. */
const pages = files.filter((path) => /^([A-Z]+|(client|docs|web)\/.*|test\/cases\/[A-Z]+)\.md$/.test(path));

/** The text of a page without blocks of code. */
const proseOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '');

/** The anchor of each heading, as GitHub forms it. */
function anchorsOf(page: string): Set<string> {
  const headings = [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text!);
  return new Set(headings.map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-'))); // prettier-ignore
}

function brokenLinks(page: string): string[] {
  const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets
    .filter((target) => !/^(https?|mailto):/.test(target))
    .filter((target) => {
      const [path, anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), path!);
      if (!existsSync(join(ROOT, file))) return true;
      return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor);
    })
    .map((target) => `${page}: ${target}`);
}

/** A file or folder of the repository: `modules/x.ts`, `x.ts`, `src/modules`. Patterns such as `x.module.ts` are none. */
const FILE = /^[\w@./-]+\.(ts|tsx|mjs|css)$/;
const FOLDER = new RegExp(`^(${FOLDERS.join('|')})(/[\\w.-]+)+/?$`);

function missingPaths(page: string): string[] {
  const words = [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, word]) => word!);
  return words
    .filter((word) => (FILE.test(word) || FOLDER.test(word)) && !/(^|\/)x\./.test(word) && !BUILT.test(word))
    .filter((word) => {
      if (!word.includes('/')) return !names.has(word);
      return ![dirname(page), ...STARTS].some((start) => existsSync(join(ROOT, start, word)));
    })
    .map((word) => `${page}: ${word}`);
}

describe('the documentation', () => {
  it('links only to pages and headings that exist', () => {
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it('names only files and folders that exist', () => {
    expect(pages.flatMap(missingPaths)).toEqual([]);
  });
});
