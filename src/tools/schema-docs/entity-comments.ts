import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** What the JSDoc of a class or property contains. */
export interface Comment {
  /** One line of Markdown; empty without a comment. */
  text: string;
  /** The value of `@unit`; null without the tag. */
  unit: string | null;
  /** Meanings of stored words, from list items such as "- `OPEN`: to be dealt with". */
  words: ReadonlyMap<string, string>;
}

export interface ClassComments {
  /** Path of the file below the folder that was read. */
  file: string;
  comment: Comment;
  properties: ReadonlyMap<string, Comment>;
}

/** Comments of the classes with columns in TypeScript files below a folder, by the name of the class. */
export function readEntityComments(folder: string): Map<string, ClassComments> {
  const classes = new Map<string, ClassComments>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    if (!text.includes('Column(')) continue;
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement) || statement.name === undefined) continue;
      classes.set(statement.name.text, {
        file: relative(folder, path),
        comment: commentOf(statement),
        properties: new Map(
          statement.members.filter(ts.isPropertyDeclaration).map((one) => [one.name.getText(source), commentOf(one)]),
        ),
      });
    }
  }
  return classes;
}

function commentOf(node: ts.Node): Comment {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join('\n');
  const [meaning, ...items] = text.split(/^- (?=`)/m);
  const unitTag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'unit');
  return {
    text: onOneLine(meaning!),
    unit: unitTag === undefined ? null : onOneLine(ts.getTextOfJSDocComment(unitTag.comment) ?? ''),
    words: new Map(items.map(wordOf)),
  };
}

function wordOf(item: string): [word: string, meaning: string] {
  const match = /^`(\w+)`: (.+)$/.exec(onOneLine(item));
  if (match === null) throw new Error(`Not of the form "\`WORD\`: meaning": ${item}`);
  return [match[1]!, match[2]!];
}

const onOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');
