import { DomainError } from '../../common/domain-error.js';

/** Options of the world; the same values give the same world on every machine. */
export interface WorldOptions {
  seed: number;
  destinations: number;
  /** Attractions and shows, in addition to restaurants, hotels and the parks themselves. */
  ridesPerDestination: number;
}

export const DEFAULT_WORLD_OPTIONS: Readonly<WorldOptions> = { seed: 1, destinations: 6, ridesPerDestination: 40 };

/** An invalid option; `details.option` names it. */
export class SimulatorOptionError extends DomainError {
  declare readonly details: { readonly option: string };

  constructor(option: string, rule: string) {
    super('VALIDATION_FAILED', `${option}: ${rule}`, { option });
  }
}

const RANGES = [
  ['seed', 0, 0xffff_ffff],
  ['destinations', 1, 1000],
  ['ridesPerDestination', 1, 2000],
] as const;

/** Adds the defaults and checks the ranges. @throws SimulatorOptionError */
export function resolveWorldOptions(given: Partial<WorldOptions>): WorldOptions {
  const options = { ...DEFAULT_WORLD_OPTIONS };
  for (const [name, min, max] of RANGES) {
    const value = given[name] ?? options[name];
    if (!Number.isSafeInteger(value) || value < min || value > max) {
      throw new SimulatorOptionError(name, `must be a whole number from ${min} to ${max}`);
    }
    options[name] = value;
  }
  return options;
}
