/** Replaced by the server; the development server of Vite serves the page as it is. */
const UNSET = './';

/** The path of the program on this site, such as `/warehouse`; empty at its root. */
export const BASE_PATH = readBasePath();

function readBasePath(): string {
  const content = document.querySelector('meta[name=base-path]')?.getAttribute('content') ?? UNSET;
  return content === UNSET ? '' : content.replace(/\/$/, '');
}

/** The address of a path of the program, such as `/api/docs`. */
export const addressOf = (path: string): string => BASE_PATH + path;
