import { createServer, type ServerResponse } from 'node:http';
import { type LoopbackServer, listenOnLoopback } from '../../src/tools/loopback.js';

/** An API with hand-made responses by path below `/v1`; other paths return 404. */
export class HandMadeApi {
  readonly responses = new Map<string, unknown>();
  /** Requested paths, in order. */
  readonly asked: string[] = [];
  /** Called before each response; a promise that never resolves blocks the response. */
  beforeResponse: (path: string) => Promise<void> | void = () => undefined;

  private constructor(private readonly server: () => LoopbackServer) {}

  static async start(): Promise<HandMadeApi> {
    const server = createServer((request, response) => void api.response(request.url ?? '', response));
    const api = new HandMadeApi(() => listening);
    const listening = await listenOnLoopback(server);
    return api;
  }

  get baseUrl(): string {
    return `${this.server().endpoint}/v1`;
  }

  /** Entities only. */
  askedIds(): string[] {
    return this.asked.flatMap((path) => /^\/entity\/([^/]+)$/.exec(path)?.[1] ?? []);
  }

  close(): Promise<void> {
    return this.server().close();
  }

  private async response(url: string, response: ServerResponse): Promise<void> {
    const path = url.replace(/^\/v1/, '');
    this.asked.push(path);
    await this.beforeResponse(path);
    const body = this.responses.get(path);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: { type: 'NOT_FOUND' } }));
  }
}
