const INDENT = '  ';

/** Wraps lines between words to `columns`, and indents continuation lines. Words are never broken. */
export function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, columns))
    .join('\n');
}

function wrappedLine(line: string, columns: number): string {
  if (line.length <= columns) return line;
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (longer.length <= columns || current.trim() === '') current = longer;
    else {
      lines.push(current);
      current = INDENT + word;
    }
  }
  return [...lines, current].join('\n');
}
