import { open, rename } from 'node:fs/promises';

/** Readers find the previous text or this one, never a part, even after a power cut. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.part`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
