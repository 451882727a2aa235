import { parseOptions } from '../../cli/parse-options.js';
import { DEFAULT_LIMIT_PER_MINUTE, type FaultPlan } from './api-simulator.js';
import { readFaultFile } from './fault-file.js';
import { FAULT_HELP } from './fault-help.js';
import { DEFAULT_WORLD_OPTIONS as DEFAULTS, SimulatorOptionError, type WorldOptions } from './simulator-options.js';

export interface ServeRequest {
  world: WorldOptions;
  /** 0: a free one. */
  port: number;
  /** How many seconds of the world go by in one of ours. */
  speed: number;
  /** Null: the world begins now. */
  startMs: number | null;
  latencyMs: number;
  limitPerMinute: number;
  faults: FaultPlan;
}

export type CliRequest = { action: 'help' } | ({ action: 'serve' } & ServeRequest);

const DEFAULT_PORT = 8089;

export const HELP = `Speaks the ThemeParks.wiki API's format for an invented world, the same for the same seed.

  npm run simulate-api -- [options]

  --destinations N       (${DEFAULTS.destinations})
  --rides N              (${DEFAULTS.ridesPerDestination}) attractions and shows per destination; restaurants and hotels come on top
  --seed N               (${DEFAULTS.seed}) another seed, another world
  --port N               (${DEFAULT_PORT}) 0 takes a free one
  --speed N              (1) seconds of the world in one of ours: 60 makes a day of 24 minutes
  --start INSTANT        (now) when the world begins, such as 2026-07-04T12:00:00Z
  --latency-ms N         (0) every answer takes this long
  --limit N              (${DEFAULT_LIMIT_PER_MINUTE}) requests per 60 seconds; more are answered with 429
  --faults FILE          what goes wrong, see below
  --help                 print this and end

${FAULT_HELP}

Exit codes: 0 ended by a signal, 1 failed, 2 wrong usage.`;

const TEXT = { type: 'string' } as const;
const FLAGS = {
  destinations: TEXT,
  rides: TEXT,
  seed: TEXT,
  port: TEXT,
  speed: TEXT,
  start: TEXT,
  'latency-ms': TEXT,
  limit: TEXT,
  faults: TEXT,
  help: { type: 'boolean' },
} as const;

/** Reads the command line. Throws SimulatorOptionError, or UsageError, where it is wrong. */
export function parseCommandLine(args: string[]): CliRequest {
  const { values } = parseOptions({ args, options: FLAGS, strict: true, allowPositionals: false });
  if (values.help) return { action: 'help' };
  return {
    action: 'serve',
    world: {
      destinations: wholeOf('destinations', values.destinations, DEFAULTS.destinations, [1, 1000]),
      ridesPerDestination: wholeOf('rides', values.rides, DEFAULTS.ridesPerDestination, [1, 2000]),
      seed: wholeOf('seed', values.seed, DEFAULTS.seed, [0, 0xffff_ffff]),
    },
    port: wholeOf('port', values.port, DEFAULT_PORT, [0, 65_535]),
    speed: wholeOf('speed', values.speed, 1, [1, 100_000]),
    startMs: instantOf(values.start),
    latencyMs: wholeOf('latency-ms', values['latency-ms'], 0, [0, 600_000]),
    limitPerMinute: wholeOf('limit', values.limit, DEFAULT_LIMIT_PER_MINUTE, [1, 1_000_000]),
    faults: values.faults === undefined ? {} : readFaultFile(values.faults),
  };
}

function wholeOf(
  flag: string,
  text: string | undefined,
  byDefault: number,
  [min, max]: readonly [number, number],
): number {
  if (text === undefined) return byDefault;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new SimulatorOptionError(`--${flag}`, `must be a whole number from ${min} to ${max}`);
  }
  return value;
}

function instantOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const instantMs = /^\d{4}-\d{2}-\d{2}(T.+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instantMs)) {
    throw new SimulatorOptionError('--start', 'must be an instant with its offset, such as 2026-07-04T12:00:00Z');
  }
  return instantMs;
}
