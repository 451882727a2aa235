import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectionTarget } from '../../../src/common/database/data-source-options.js';
import { type ApiSimulator, startApiSimulator } from '../../../src/tools/api-simulator/api-simulator.js';
import { CYCLE_MS } from '../../support/collected-days.js';
import { CollectorApp, SettableClock } from '../../support/collector-app.js';

const EVERY_MS = 2_000;

/** Live cycles every two seconds, in a process of their own on a database that something else is done to. */
export class LiveBeside {
  private readonly committedAtMs: number[] = [];
  private readonly failures: string[] = [];
  private isOver = false;
  private running: Promise<void> = Promise.resolve();

  private constructor(
    private readonly simulator: ApiSimulator,
    private readonly app: CollectorApp,
    private readonly clock: SettableClock,
  ) {}

  static async start(connection: ConnectionTarget): Promise<LiveBeside> {
    const clock = new SettableClock(Date.parse('2026-04-15T15:00:00.000Z'));
    const world = { seed: 8, destinations: 2, ridesPerDestination: 10, latencyMs: 1 };
    const simulator = await startApiSimulator({ clock: () => clock.nowMs, limitPerMinute: 1_000_000, ...world });
    const settings = { LIVE_API_BASE_URL: simulator.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' };
    const app = await CollectorApp.start({ connection, settings, clock });
    await app.knowDestinations(simulator.destinationIds);
    const live = new LiveBeside(simulator, app, clock);
    live.running = live.collect();
    return live;
  }

  /** UUIDs of the destinations, parks and rides that it has stored. */
  async storedIds(): Promise<Set<string>> {
    const rows = await this.app.query<{ id: string }>(
      `SELECT d.themeparks_wiki_id AS id FROM destinations d WHERE d.themeparks_wiki_id IN (?)
       UNION SELECT p.themeparks_wiki_id FROM parks p JOIN destinations d USING (destination_id) WHERE d.themeparks_wiki_id IN (?)
       UNION SELECT r.themeparks_wiki_id FROM rides r JOIN parks p USING (park_id) JOIN destinations d USING (destination_id)
        WHERE d.themeparks_wiki_id IN (?)`,
      [this.simulator.destinationIds, this.simulator.destinationIds, this.simulator.destinationIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Ends the cycles. @returns how many committed everything, the longest time between two of these, and why the others did not */
  async end(): Promise<{ cycles: number; longestGapMs: number; failures: string[] }> {
    this.isOver = true;
    await this.running;
    const gaps = this.committedAtMs.slice(1).map((atMs, index) => atMs - this.committedAtMs[index]!);
    return { cycles: this.committedAtMs.length, longestGapMs: Math.max(...gaps), failures: this.failures };
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.running;
    await this.app.close();
    await this.simulator.close();
  }

  private async collect(): Promise<void> {
    while (!this.isOver) {
      const nextAtMs = performance.now() + EVERY_MS;
      this.clock.nowMs += CYCLE_MS;
      try {
        const { failures } = await this.app.collection.collect();
        // the API does not have the destination of the archive
        const lost = failures.filter(({ errorCode }) => errorCode !== 'NOT_FOUND');
        if (lost.length === 0) this.committedAtMs.push(performance.now());
        else this.failures.push(...lost.map(({ errorCode }) => errorCode));
      } catch (error) {
        this.failures.push(String(error));
      }
      await pause(Math.max(0, nextAtMs - performance.now()));
    }
  }
}
