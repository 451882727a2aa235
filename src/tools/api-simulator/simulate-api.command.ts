import { once } from 'node:events';
import { Command } from '@commander-js/extra-typings';
import { type CliHost, defineCommand } from '../../cli/command.js';
import { EXIT, type ExitCode } from '../../cli/exit-codes.js';
import { wholeNumberOf } from '../../cli/option-values.js';
import { UsageError } from '../../cli/usage-error.js';
import { Clock } from '../../common/time/clock.js';
import { FREE_KEY } from './accounts/api-plans.js';
import { DEFAULT_LIMIT_PER_MINUTE, type FaultPlan, startApiSimulator } from './api-simulator.js';
import { FAULT_HELP, readFaultFile } from './fault-file.js';
import { DEFAULT_WORLD_OPTIONS as DEFAULTS, SimulatorOptionError, type WorldOptions } from './simulator-options.js';

const DEFAULT_PORT = 8089;

interface ServeRequest {
  world: WorldOptions;
  /** 0: a free port. */
  port: number;
  /** Simulated seconds per real second. */
  speed: number;
  /** Null: the world starts now. */
  startMs: number | null;
  latencyMs: number;
  limitPerMinute: number;
  faults: FaultPlan;
}

export const simulateApiCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Serves the API of ThemeParks.wiki for an invented world. The same seed gives the same world.')
      .option(
        '--destinations <number>',
        'destinations',
        wholeNumberOf('--destinations', 1, 1000),
        DEFAULTS.destinations,
      )
      .option(
        '--rides <number>',
        'attractions and shows per destination, in addition to restaurants and hotels',
        wholeNumberOf('--rides', 1, 2000),
        DEFAULTS.ridesPerDestination,
      )
      .option('--seed <number>', 'another seed, another world', wholeNumberOf('--seed', 0, 0xffff_ffff), DEFAULTS.seed)
      .option('--port <number>', '0 chooses a free port', wholeNumberOf('--port', 0, 65_535), DEFAULT_PORT)
      .option('--speed <number>', 'simulated seconds per real second', wholeNumberOf('--speed', 1, 100_000), 1)
      .option('--start <instant>', 'instant at the start, such as 2026-07-04T12:00:00Z (default: now)', instantOf)
      .option('--latency-ms <number>', 'delay of every response', wholeNumberOf('--latency-ms', 0, 600_000), 0)
      .option(
        '--limit <number>',
        'requests without a key per 60 seconds; further ones get 429',
        wholeNumberOf('--limit', 1, 1_000_000),
        DEFAULT_LIMIT_PER_MINUTE,
      )
      .option('--faults <file>', 'faults to inject, see below', faultsOf)
      .addHelpText('after', `\n${FAULT_HELP}`),

  read: ({ destinations, rides, seed, start, limit, faults = {}, ...rest }): ServeRequest => ({
    ...rest,
    world: { destinations, ridesPerDestination: rides, seed },
    startMs: start ?? null,
    limitPerMinute: limit,
    faults,
  }),

  run: serve,
  stopText: 'Stopped.',
});

async function serve(request: ServeRequest, { terminal, stop, nowMs }: CliHost): Promise<ExitCode> {
  const { world, speed, startMs, ...options } = request;
  const worldStartMs = startMs ?? new Clock().now().getTime();
  const beganMs = nowMs();
  const clock = () => worldStartMs + (nowMs() - beganMs) * speed;
  // Clients run in real time, whatever the speed of the world.
  const simulator = await startApiSimulator({ ...options, ...world, clock, limitClock: nowMs });
  terminal.out(
    `The API of ${world.destinations} invented destinations is at ${simulator.baseUrl}. Press Ctrl+C to stop.`,
  );
  terminal.out(`The world is at ${new Date(clock()).toISOString()} and runs at ${speed} times real time. Try:`);
  const [first] = simulator.world.destinations;
  terminal.out(`  curl ${simulator.baseUrl}/destinations`);
  terminal.out(`  curl ${simulator.baseUrl}/entity/${first!.id}/live`);
  terminal.out(`  curl ${simulator.baseUrl}/entity/${first!.parks[0]!.id}/schedule`);
  terminal.out(`  curl -H 'X-API-Key: ${FREE_KEY}' ${simulator.baseUrl}/entity/${first!.parks[0]!.id}/history`);
  if (!stop.aborted) await once(stop, 'abort');
  await simulator.close();
  return EXIT.DONE;
}

function instantOf(text: string): number {
  const instantMs = /^\d{4}-\d{2}-\d{2}(T.+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instantMs)) return instantMs;
  throw new UsageError('--start must be an instant with an offset, such as 2026-07-04T12:00:00Z');
}

function faultsOf(path: string): FaultPlan {
  try {
    return readFaultFile(path);
  } catch (error) {
    throw error instanceof SimulatorOptionError ? new UsageError(error.message) : error;
  }
}
