const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** An element: its name and either text, or elements inside it; null leaves it out. */
export type XmlNode = [name: string, content: string | number | boolean | null | XmlNode[]];

export function xmlDocument(name: string, children: XmlNode[]): string {
  const attribute = name === 'Error' ? '' : ` xmlns="${NAMESPACE}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${children.map(element).join('')}</${name}>`;
}

function element([name, content]: XmlNode): string {
  if (content === null) return '';
  return `<${name}>${Array.isArray(content) ? content.map(element).join('') : escapeXml(String(content))}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"'\u0000-\u001f]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** `encoding-type=url` of listings: as in a query string, with the slashes left. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
