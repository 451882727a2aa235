import { Agent, get } from 'node:http';

/** One connection after the other's answer, kept open: what is measured is the answer, not the handshake. */
export class HttpClient {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(url) {
    this.url = url;
  }

  /** Milliseconds until the whole answer was there, with its status and body. */
  time(path) {
    return new Promise((resolve, reject) => {
      const startedMs = performance.now();
      get(this.url + path, { agent: this.#agent }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const ms = performance.now() - startedMs;
          resolve({ ms, status: response.statusCode, body: Buffer.concat(chunks) });
        });
      }).on('error', reject);
    });
  }

  close() {
    this.#agent.destroy();
  }
}
