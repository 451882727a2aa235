import { isNativeError } from 'node:util/types';
import { UsageError } from '../../cli/usage-error.js';
import { startApiSimulator } from './api-simulator.js';
import { HELP, type ServeRequest, parseCommandLine } from './cli-options.js';
import { SimulatorOptionError } from './simulator-options.js';

export interface CliHost {
  out(line: string): void;
  error(line: string): void;
  /** The time of this machine, in milliseconds since 1970. */
  nowMs(): number;
  /** Ends when the program has to end. */
  untilStopped(): Promise<unknown>;
}

/** The command; returns its exit code. */
export async function runSimulateApi(args: string[], host: CliHost): Promise<number> {
  try {
    const request = parseCommandLine(args);
    if (request.action === 'help') host.out(HELP);
    else await serve(request, host);
    return 0;
  } catch (error) {
    if (error instanceof SimulatorOptionError || error instanceof UsageError) {
      host.error(error.message);
      host.error('Run with --help for the options.');
      return 2;
    }
    host.error(isNativeError(error) ? error.message : String(error));
    return 1;
  }
}

async function serve(request: ServeRequest, host: CliHost): Promise<void> {
  const { world, speed, startMs, ...options } = request;
  const beganMs = host.nowMs();
  const clock = () => (startMs ?? beganMs) + (host.nowMs() - beganMs) * speed;
  // Clients live in our time, however fast the world goes.
  const simulator = await startApiSimulator({ ...options, ...world, clock, limitClock: () => host.nowMs() });
  host.out(`The API of ${world.destinations} invented destinations is at ${simulator.baseUrl}, Ctrl+C ends it.`);
  host.out(`The world is at ${new Date(clock()).toISOString()} and goes ${speed} times as fast as ours. Try:`);
  const [first] = simulator.world.destinations;
  host.out(`  curl ${simulator.baseUrl}/destinations`);
  host.out(`  curl ${simulator.baseUrl}/entity/${first!.id}/live`);
  host.out(`  curl ${simulator.baseUrl}/entity/${first!.parks[0]!.id}/schedule`);
  await host.untilStopped();
  await simulator.close();
}
