import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ConfigModule } from '../../src/common/config/config.module.js';
import { HttpModule } from '../../src/common/http/http.module.js';
import { startHttpApp } from './support/test-http-app.js';

/** A deferred promise. */
function signal(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}

/** A request that stays in progress until it is released. */
const slow = { hasArrived: signal(), mayEnd: signal() };

@Controller('slow')
class SlowController {
  @Get()
  async slow(): Promise<{ done: boolean }> {
    slow.hasArrived.resolve();
    await slow.mayEnd.promise;
    return { done: true };
  }
}

@Module({ imports: [ConfigModule, HttpModule], controllers: [SlowController] })
class SlowModule {}

function responseOf(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    }).on('error', reject);
  });
}

describe('closing the application', () => {
  it('finishes the requests in progress, accepts no more, and does not wait for idle connections', async () => {
    const app: NestExpressApplication = await startHttpApp({ module: SlowModule });
    const { port } = app.getHttpServer().address() as AddressInfo;
    const agent = new Agent({ keepAlive: true });
    const response = responseOf(`http://127.0.0.1:${port}/api/slow`, agent);
    await slow.hasArrived.promise;

    const closed = app.close();
    while (app.getHttpServer().listening) await new Promise((resolve) => setImmediate(resolve));
    await expect(responseOf(`http://127.0.0.1:${port}/api/slow`, new Agent())).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });

    slow.mayEnd.resolve();
    expect((await response).statusCode).toBe(200);
    await closed;
    agent.destroy();
  });
});
