import type { Response, Test } from 'supertest';

export interface ResponseBody {
  status: number;
  headers: Record<string, string>;
  text: string;
  body: unknown;
}

/** Sends the request. The body is typed as unknown, unlike supertest's, so it must be checked before it is used. */
export async function responseOf(test: Test): Promise<ResponseBody> {
  const { status, headers, text, body } = (await test) as Omit<Response, 'body' | 'headers'> & ResponseBody;
  return { status, headers, text, body };
}
