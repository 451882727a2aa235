const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** Visible ASCII characters, and spaces between them. */
const VALUE = /^[\x21-\x7e]+(?: +[\x21-\x7e]+)*$/;

/** Reads `name=value,name=value`, with values as in a URL; null if the text has another form. */
export function headersOf(text: string): Record<string, string> | null {
  const headers = text.split(',').map((entry): [string, string | null] => {
    const at = entry.indexOf('=');
    return [entry.slice(0, Math.max(0, at)).trim(), decoded(entry.slice(at + 1).trim())];
  });
  const areRight = headers.every(([name, value]) => NAME.test(name) && value !== null && VALUE.test(value));
  return areRight ? (Object.fromEntries(headers) as Record<string, string>) : null;
}

/** Null: a lone % is not an encoding. */
export function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
